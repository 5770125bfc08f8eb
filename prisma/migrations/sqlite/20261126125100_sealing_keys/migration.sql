-- CreateTable
CREATE TABLE "SealingKey" (
    "id" TEXT NOT NULL PRIMARY KEY
);
