-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN "shows" TEXT;
