-- For the walk of the clean-up, the oldest first.
CREATE INDEX "IdempotencyKey_createdAt_userId_key_idx" ON "IdempotencyKey"("createdAt", "userId", "key");
CREATE INDEX "SignOffLink_expiresAt_tokenHash_idx" ON "SignOffLink"("expiresAt", "tokenHash");
CREATE INDEX "EmailDelivery_createdAt_key_idx" ON "EmailDelivery"("createdAt", "key");

-- Of an expression, which schema.prisma has no words for.
CREATE INDEX "AccessToken_ended_idx" ON "AccessToken"(LEAST("expiresAt", "revokedAt"), "id");
