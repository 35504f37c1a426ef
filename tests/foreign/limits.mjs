// Each row of the table in docs/protocol/limits.md names a file, a constant and its value; the constant's expression is
// read from the source and computed. Usage: node limits.mjs ROOT
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

const [root] = process.argv.slice(2);
const wrong = [];

// Whole-number expressions as they are written here: "std::size_t{1} << 20U", "256UL * 1024", "20'000".
function computed(expression) {
  const plain = expression.replace(/std::\w+\{(\d+)\}/g, '$1').replace(/(\d)'(?=\d)/g, '$1').replace(/(\d)U?L*\b/g, '$1');
  if (!/^[\d\s()<*+-]+$/.test(plain)) throw new Error(`cannot compute ${expression}`);
  return BigInt(Function(`return ${plain.replace(/\d+/g, '$&n')}`)());
}

const rows = readFileSync(join(root, 'docs/protocol/limits.md'), 'utf8').split('\n')
  .map((line) => /^\| (.+?) \| (\d+) \| .* \| `(src\/\S+)` `(\w+)` \|$/.exec(line)).filter((row) => row);
for (const [, what, value, file, name] of rows) {
  const found = new RegExp(`\\b${name} =\\s*([^;]+);`).exec(readFileSync(join(root, file), 'utf8'));
  if (!found) wrong.push(`${what}: ${file} has no ${name}`);
  else if (computed(found[1]) !== BigInt(value)) wrong.push(`${what}: ${name} is ${found[1]}, the table says ${value}`);
}
if (rows.length < 25) wrong.push(`only ${rows.length} rows were understood`);
for (const each of wrong) console.log(`FAILED: ${each}`);
console.log(`${rows.length - wrong.length} of ${rows.length} limits agree`);
process.exitCode = wrong.length ? 1 : 0;
