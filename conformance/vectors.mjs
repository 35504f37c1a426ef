// Holds a judge of single formats against the vectors of each rule (docs/protocol/vectors/rules.json).
//   node vectors.mjs [COMMAND...]    COMITY_ONLY is a regular expression that picks rules by id or page
// COMMAND is called as "COMMAND FORMAT FILE [WITH]" for each vector and exits with 0 (accepted), 1 (refused) or 2 (a
// format that it does not judge). Without COMMAND it is conformance/judge, whose codes are compared too.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const vectors = join(here, '../docs/protocol/vectors');
const words = process.argv.slice(2);
if (['-h', '--help'].includes(words[0])) {
  console.log(readFileSync(fileURLToPath(import.meta.url), 'utf8').match(/^(\/\/.*\n)+/)[0].replace(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const [command, ...before] = words.length > 0 ? words : [join(here, 'judge')];
const only = new RegExp(process.env.COMITY_ONLY ?? '');

function judged({format, file, with: against}) {
  const paths = [file, against].filter(Boolean).map((path) => join(vectors, path));
  const {status, stdout, stderr} = spawnSync(command, [...before, format, ...paths], {encoding: 'utf8'});
  return {status, said: (stdout ?? '').trim(), why: (stderr ?? '').trim()};
}

const counts = {ok: 0, failed: 0, passed: 0};
for (const {id, page, good, bad} of JSON.parse(readFileSync(join(vectors, 'rules.json')))) {
  if (!only.test(id) && !only.test(page)) continue;
  let skipped = 0;
  const wrong = [];
  for (const vector of [...good, ...bad]) {
    const {status, said, why} = judged(vector);
    const as = vector.code ? 1 : 0;
    const code = words.length > 0 || !vector.code || said.startsWith(`refused: ${vector.code}`);
    if (status === 2) skipped += 1;
    else if (status !== as || !code) wrong.push(`  ${vector.file}: expected ${vector.code ?? 'accepted'}, got ${said || why || status}`);
  }
  counts.failed += wrong.length;
  counts.passed += skipped;
  counts.ok += good.length + bad.length - wrong.length - skipped;
  if (wrong.length > 0) console.log([`FAILED  ${id}`, ...wrong].join('\n'));
  else if (skipped < good.length + bad.length) console.log(`ok  ${id}: ${good.length} good, ${bad.length} bad${skipped ? `, ${skipped} not judged` : ''}`);
}
console.log(`${counts.ok} vectors judged as expected, ${counts.failed} not, ${counts.passed} of formats that it does not judge`);
process.exitCode = counts.failed > 0 ? 1 : 0;
