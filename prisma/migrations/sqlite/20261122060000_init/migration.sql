-- SurveyTaken and SurveyResponse are WITHOUT ROWID by hand: a hidden row number would tell in which order people and
-- responses came, and so who gave which.

-- CreateTable
CREATE TABLE "Workspace" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "platform" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "groups" BOOLEAN NOT NULL,
    "removedAt" DATETIME
);

-- CreateTable
CREATE TABLE "WorkspaceToken" (
    "workspaceId" TEXT NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL,
    CONSTRAINT "WorkspaceToken_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "timeZone" TEXT,
    "locale" TEXT,
    "conversation" TEXT,
    "welcomedAt" DATETIME,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "Account_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Programme" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "startsOn" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "sideA" TEXT NOT NULL,
    "sideB" TEXT NOT NULL,
    "booksFirst" TEXT NOT NULL,
    "contactName" TEXT NOT NULL,
    "contactEmail" TEXT NOT NULL,
    "settings" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "Coordinator" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "accountId" TEXT,
    CONSTRAINT "Coordinator_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Coordinator_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CoordinatorSearch" (
    "coordinatorId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "lookUpAt" DATETIME,

    PRIMARY KEY ("coordinatorId", "workspaceId"),
    CONSTRAINT "CoordinatorSearch_coordinatorId_fkey" FOREIGN KEY ("coordinatorId") REFERENCES "Coordinator" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "CoordinatorSearch_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Participant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "accountId" TEXT,
    "title" TEXT,
    "location" TEXT,
    "hours" JSONB,
    "languages" JSONB NOT NULL,
    "goals" JSONB NOT NULL,
    "offers" JSONB NOT NULL,
    "interests" JSONB NOT NULL,
    "conflicts" JSONB NOT NULL,
    "consent" TEXT NOT NULL DEFAULT 'unasked',
    "consentAt" DATETIME,
    "confirmedAt" DATETIME,
    "pausedUntil" DATETIME,
    "leftAt" DATETIME,
    "importedAt" DATETIME NOT NULL,
    "lookUpAt" DATETIME,
    CONSTRAINT "Participant_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Participant_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Participant_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Pair" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "pairedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "conversation" TEXT,
    CONSTRAINT "Pair_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PairMember" (
    "pairId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "leftAt" DATETIME,

    PRIMARY KEY ("pairId", "participantId"),
    CONSTRAINT "PairMember_pairId_fkey" FOREIGN KEY ("pairId") REFERENCES "Pair" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PairMember_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "madeAt" DATETIME NOT NULL,
    "seed" INTEGER NOT NULL,
    "waiting" JSONB NOT NULL,
    CONSTRAINT "Draft_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Match" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "draftId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "participantIds" JSONB NOT NULL,
    "score" INTEGER NOT NULL,
    "reasons" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    CONSTRAINT "Match_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "pairId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "times" JSONB NOT NULL,
    "firstTime" DATETIME NOT NULL,
    "minutes" INTEGER NOT NULL,
    "proposedBy" TEXT,
    "acceptedBy" JSONB NOT NULL,
    "moves" TEXT,
    "revision" INTEGER NOT NULL,
    "linksFrom" DATETIME NOT NULL,
    "proposedAt" DATETIME NOT NULL,
    "bookedAt" DATETIME,
    "cancelledAt" DATETIME,
    CONSTRAINT "Meeting_pairId_fkey" FOREIGN KEY ("pairId") REFERENCES "Pair" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CheckIn" (
    "meetingId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,
    "met" TEXT NOT NULL,
    "rating" INTEGER,
    "next" TEXT,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("meetingId", "participantId"),
    CONSTRAINT "CheckIn_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CheckIn_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Reflection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "participantId" TEXT NOT NULL,
    "pairId" TEXT NOT NULL,
    "meetingId" TEXT,
    "prompt" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "writtenAt" DATETIME NOT NULL,
    CONSTRAINT "Reflection_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Reflection_pairId_fkey" FOREIGN KEY ("pairId") REFERENCES "Pair" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Survey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "anonymous" BOOLEAN NOT NULL,
    "opensAt" DATETIME NOT NULL,
    "closesAt" DATETIME NOT NULL,
    CONSTRAINT "Survey_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SurveyDraft" (
    "surveyId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,
    "answers" TEXT NOT NULL,

    PRIMARY KEY ("surveyId", "participantId"),
    CONSTRAINT "SurveyDraft_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "SurveyDraft_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SurveyTaken" (
    "surveyId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,

    PRIMARY KEY ("surveyId", "participantId"),
    CONSTRAINT "SurveyTaken_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "SurveyTaken_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "SurveyResponse" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "surveyId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "participantId" TEXT,
    "pseudonym" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    CONSTRAINT "SurveyResponse_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "SurveyResponse_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE SET NULL ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Announcement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "audience" JSONB NOT NULL,
    "asksAcknowledgement" BOOLEAN NOT NULL,
    "at" TEXT,
    "postedAt" DATETIME,
    CONSTRAINT "Announcement_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Announcement_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Acknowledgement" (
    "announcementId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,

    PRIMARY KEY ("announcementId", "participantId"),
    CONSTRAINT "Acknowledgement_announcementId_fkey" FOREIGN KEY ("announcementId") REFERENCES "Announcement" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Acknowledgement_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Delivery" (
    "sequence" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "participantId" TEXT,
    "programmeId" TEXT,
    "dueAt" DATETIME NOT NULL,
    "wantedAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "inDoubt" BOOLEAN NOT NULL DEFAULT false,
    "retrying" BOOLEAN NOT NULL DEFAULT false,
    "kept" BOOLEAN NOT NULL DEFAULT false,
    "content" TEXT,
    "receiptWorkspace" TEXT,
    "receiptConversation" TEXT,
    "receiptMessage" TEXT,
    "claimedAt" DATETIME,
    "claimedBy" TEXT,
    "settledAt" DATETIME,
    "reviseAt" DATETIME,
    "marks" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "Moment" (
    "flow" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,

    PRIMARY KEY ("flow", "subjectKind", "subjectId")
);

-- CreateTable
CREATE TABLE "RememberedAct" (
    "inboundId" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_platform_externalId_key" ON "Workspace"("platform", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_platform_name_key" ON "Workspace"("platform", "name");

-- CreateIndex
CREATE INDEX "Account_email_idx" ON "Account"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Account_workspaceId_externalId_key" ON "Account"("workspaceId", "externalId");

-- CreateIndex
CREATE INDEX "Coordinator_accountId_idx" ON "Coordinator"("accountId");

-- CreateIndex
CREATE INDEX "Coordinator_email_idx" ON "Coordinator"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Coordinator_programmeId_email_key" ON "Coordinator"("programmeId", "email");

-- CreateIndex
CREATE INDEX "CoordinatorSearch_lookUpAt_idx" ON "CoordinatorSearch"("lookUpAt");

-- CreateIndex
CREATE INDEX "Participant_workspaceId_email_idx" ON "Participant"("workspaceId", "email");

-- CreateIndex
CREATE INDEX "Participant_accountId_idx" ON "Participant"("accountId");

-- CreateIndex
CREATE INDEX "Participant_lookUpAt_idx" ON "Participant"("lookUpAt");

-- CreateIndex
CREATE UNIQUE INDEX "Participant_programmeId_email_key" ON "Participant"("programmeId", "email");

-- CreateIndex
CREATE INDEX "Pair_programmeId_idx" ON "Pair"("programmeId");

-- CreateIndex
CREATE INDEX "PairMember_participantId_idx" ON "PairMember"("participantId");

-- CreateIndex
CREATE INDEX "Draft_programmeId_madeAt_idx" ON "Draft"("programmeId", "madeAt");

-- CreateIndex
CREATE INDEX "Match_draftId_position_idx" ON "Match"("draftId", "position");

-- CreateIndex
CREATE INDEX "Meeting_pairId_firstTime_idx" ON "Meeting"("pairId", "firstTime");

-- CreateIndex
CREATE INDEX "CheckIn_participantId_at_idx" ON "CheckIn"("participantId", "at");

-- CreateIndex
CREATE INDEX "Reflection_participantId_writtenAt_idx" ON "Reflection"("participantId", "writtenAt");

-- CreateIndex
CREATE INDEX "Reflection_pairId_audience_idx" ON "Reflection"("pairId", "audience");

-- CreateIndex
CREATE INDEX "Survey_programmeId_opensAt_idx" ON "Survey"("programmeId", "opensAt");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyResponse_surveyId_pseudonym_key" ON "SurveyResponse"("surveyId", "pseudonym");

-- CreateIndex
CREATE INDEX "Announcement_programmeId_idx" ON "Announcement"("programmeId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_id_key" ON "Delivery"("id");

-- CreateIndex
CREATE INDEX "Delivery_state_dueAt_idx" ON "Delivery"("state", "dueAt");

-- CreateIndex
CREATE INDEX "Delivery_address_state_wantedAt_idx" ON "Delivery"("address", "state", "wantedAt");

-- CreateIndex
CREATE INDEX "Delivery_state_reviseAt_idx" ON "Delivery"("state", "reviseAt");

-- CreateIndex
CREATE INDEX "Delivery_receiptMessage_idx" ON "Delivery"("receiptMessage");

-- CreateIndex
CREATE INDEX "Delivery_programmeId_state_idx" ON "Delivery"("programmeId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_flow_subjectKind_subjectId_occurrence_address_key" ON "Delivery"("flow", "subjectKind", "subjectId", "occurrence", "address");

-- CreateIndex
CREATE INDEX "Moment_dueAt_idx" ON "Moment"("dueAt");

-- CreateIndex
CREATE INDEX "RememberedAct_at_idx" ON "RememberedAct"("at");
