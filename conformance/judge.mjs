// Judges one file of a format with the readers of the independent verifier, called as conformance/judge is: formats that
// a court bundle is not made of are beyond it.
//   node judge.mjs FORMAT FILE [WITH]    status 0 accepted, 1 refused, 2 not judged
//   node judge.mjs --rules               every vector of docs/protocol/vectors/rules.json that it can judge
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {authorisedBy, certificate, checkSlip, enclosuresIn, logKey, openCheckpoint, readChain, readEnvelope, readKeySet,
  readManifest, readPayload, readSlip, shaped, strictJson} from './verify.mjs';

const text = (bytes) => bytes.toString('utf8');
const der = (bytes) => certificate(bytes.toString('base64'));
function insist(good, detail) {
  if (!good) throw new Error(detail);
}

// A person of that certificate who may do whatever the authorisation says.
async function authorisation(bytes, against) {
  const key = der(against);
  insist(bytes.length <= 4096, 'too large');
  const {person, role} = strictJson(Buffer.from(text(bytes).split('.')[1], 'base64url'));
  await authorisedBy(text(bytes), [{person, roles: [role], key}], () => true);
}

// The record of a key set, as the chain reads it from an envelope that its root signed.
function keySet(bytes) {
  const record = strictJson(bytes);
  const print = createHash('sha256').update(Buffer.from(record.root, 'base64')).digest('hex');
  readKeySet({payload: Buffer.from(JSON.stringify({schema: 'key_set/1', record})), chain: [{print}], digest: ''});
}

async function chain(bytes, against) {
  const [node, root] = text(against).trim().split(' ');
  insist((await readChain(bytes, node)).root === root, 'another root');
}

function enclosure(bytes, against) {
  const [{slip, raw}, ...more] = enclosuresIn(bytes);
  insist(more.length === 0, 'more than one');
  if (against) checkSlip(slip, logKey(text(against)), raw);
}

const judges = {
  json: strictJson, payload: readPayload, authorisation, envelope: readEnvelope, 'key-set': keySet, chain, enclosure,
  vkey: (bytes) => logKey(text(bytes)), slip: readSlip,
  checkpoint: (bytes, against) => openCheckpoint(text(bytes), logKey(text(against))),
  'outer-manifest': (bytes) => readManifest(bytes, 'outer'),
  'bundle-head': (bytes) => shaped(strictJson(bytes, 4096), 'bundle'),
};

async function judged(format, bytes, against) {
  if (!judges[format]) return {status: 2, said: `not judged: ${format}`};
  try {
    await judges[format](bytes, against);
    return {status: 0, said: 'accepted'};
  } catch (error) {
    return {status: 1, said: `refused: ${error.message}`};
  }
}

// Vectors of which the independent verifier says otherwise, for a reason.
const apart = new Map([
  ['rules/vkey/LOG-4-witness', 'a bundle holds no witness'],
  ['rules/key-set/SET-3-recipient-of-another-suite.json', 'a bundle seals nothing: recipients are not looked into'],
  ['rules/key-set/SET-3-no-recipient.json', 'a bundle seals nothing: recipients are not looked into'],
]);

async function judgeRules() {
  const vectors = fileURLToPath(new URL('../docs/protocol/vectors/', import.meta.url));
  const counts = {equal: 0, otherwise: 0, apart: 0};
  const read = (path) => readFileSync(vectors + path);
  for (const {id, good, bad} of JSON.parse(read('rules.json'))) {
    for (const vector of [...good, ...bad]) {
      const {status, said} = await judged(vector.format, read(vector.file), vector.with && read(vector.with));
      if (status === 2) continue;
      if (status === (vector.code ? 1 : 0)) counts.equal += 1;
      else if (apart.has(vector.file)) counts.apart += 1;
      else {
        counts.otherwise += 1;
        console.log(`FAILED  ${id}: ${vector.file}: expected ${vector.code ?? 'accepted'}, ${said}`);
      }
    }
  }
  const good = counts.otherwise === 0 && counts.apart === apart.size && counts.equal > 0;
  console.log(`${good ? 'ok  ' : 'FAILED  '}${counts.equal} vectors of rules judged as by comity, ${counts.apart} apart for a reason that it names`);
  return good ? 0 : 1;
}

const [format, file, against] = process.argv.slice(2);
if (format === '--rules') {
  process.exitCode = await judgeRules();
} else if (!file) {
  console.error('usage: judge.mjs FORMAT FILE [WITH], or judge.mjs --rules');
  process.exitCode = 2;
} else {
  const {status, said} = await judged(format, readFileSync(file), against && readFileSync(against));
  console.log(said);
  process.exitCode = status;
}
