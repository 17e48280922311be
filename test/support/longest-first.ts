import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A minute and more each, in small files, which vitest would begin last: at the end they alone would be waited for. */
const LONG = ['processes/crash-postgres.test.ts', 'processes/chaos.test.ts'];

/** Otherwise as vitest has it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
