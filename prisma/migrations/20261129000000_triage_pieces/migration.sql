-- AlterTable
ALTER TABLE "triage" ADD COLUMN     "pieces" BIGINT[] DEFAULT ARRAY[]::BIGINT[];
