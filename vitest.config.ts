import { defineConfig } from 'vitest/config';

// Days are Asia/Shanghai wherever the machine stands; `npm test -- --tz America/New_York` proves it.
process.env['TZ'] = process.env['TEST_TZ'] ?? 'UTC';

const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A process loads the program once and plays one file after the other.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/*.test.ts', 'test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['test/{db,flow,policies,sandbox,browser,wecom,queue}/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
});
