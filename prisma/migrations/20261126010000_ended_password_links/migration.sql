-- For the walk of the clean-up, the oldest first.
CREATE INDEX "PasswordLink_expiresAt_tokenHash_idx" ON "PasswordLink"("expiresAt", "tokenHash");
