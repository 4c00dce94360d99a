ALTER TABLE "Customer" ADD COLUMN "timeZone" TEXT NOT NULL DEFAULT 'Asia/Shanghai';
ALTER TABLE "Contact" ADD COLUMN "timeZone" TEXT;
