-- AlterTable
ALTER TABLE "Draft" ADD COLUMN "made" JSONB;
ALTER TABLE "Draft" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Match" ADD COLUMN "explained" JSONB;
ALTER TABLE "Match" ADD COLUMN "fixed" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Match" ADD COLUMN "pairId" TEXT;

-- CreateTable
CREATE TABLE "AuditEntry" (
    "sequence" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "by" TEXT,
    "act" TEXT NOT NULL,
    "aboutKind" TEXT NOT NULL,
    "aboutId" TEXT NOT NULL,
    "revision" INTEGER,
    "people" JSONB NOT NULL,
    "reason" TEXT,
    "words" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditEntry_id_key" ON "AuditEntry"("id");

-- CreateIndex
CREATE INDEX "AuditEntry_programmeId_sequence_idx" ON "AuditEntry"("programmeId", "sequence");

-- CreateIndex
CREATE INDEX "AuditEntry_aboutKind_aboutId_idx" ON "AuditEntry"("aboutKind", "aboutId");

-- CreateIndex
CREATE INDEX "Delivery_subjectKind_subjectId_idx" ON "Delivery"("subjectKind", "subjectId");
