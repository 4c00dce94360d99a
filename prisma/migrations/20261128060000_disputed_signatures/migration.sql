-- SLA 14: a link by which the acceptor disputes what was signed on paper, beside those to sign by.
ALTER TABLE "SignOffLink" ADD COLUMN "disputes" BOOLEAN NOT NULL DEFAULT false;
