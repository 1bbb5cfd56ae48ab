import { writeFileSync } from 'node:fs';

process.once('exit', () => writeFileSync(process.env.TIEOUT_BENCH_PEAK, String(process.resourceUsage().maxRSS / 1024)));
