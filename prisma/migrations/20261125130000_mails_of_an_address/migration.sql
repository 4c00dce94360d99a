-- CreateIndex
CREATE INDEX "EmailDelivery_address_sentAt_idx" ON "EmailDelivery"("address", "sentAt");
