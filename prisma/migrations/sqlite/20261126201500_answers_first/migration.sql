-- DropIndex
DROP INDEX "Delivery_state_dueAt_idx";

-- CreateIndex
CREATE INDEX "Delivery_state_dueAt_wantedAt_idx" ON "Delivery"("state", "dueAt", "wantedAt");

-- CreateIndex
CREATE INDEX "Delivery_state_class_dueAt_wantedAt_idx" ON "Delivery"("state", "class", "dueAt", "wantedAt");
