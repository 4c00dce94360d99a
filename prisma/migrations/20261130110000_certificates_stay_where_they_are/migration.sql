-- Without a customer a certificate counts with every one: none may come to that by a customer's row being deleted.
ALTER TABLE "Qualification" DROP CONSTRAINT "Qualification_customerId_fkey";
ALTER TABLE "Qualification" ADD CONSTRAINT "Qualification_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
