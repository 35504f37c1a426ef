// The published schemas with ajv: every good vector is accepted; each member left out, of another type or unknown is
// refused. Usage: node schemas.mjs ROOT
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';

const root = process.argv[2];
const schemas = join(root, 'docs/protocol/schemas');
const vectors = join(root, 'docs/protocol/vectors');
const ajv = new Ajv2020({strict: true, strictRequired: false, strictTypes: false, allErrors: false});
ajv.addFormat('date-time', true); // the pattern beside it says more
const json = (...path) => JSON.parse(readFileSync(join(...path)));
const named = new Map();
for (const [folder, before] of [[schemas, ''], [join(schemas, 'records'), 'record:']]) {
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.json')).sort()) {
    const schema = json(folder, file);
    const name = before + file.slice(0, -5);
    if (schema.$id !== `urn:comity:${name}:1`) throw new Error(`${file} has the $id ${schema.$id}`);
    ajv.addSchema(schema);
    named.set(name, schema.$id);
  }
}

let checks = 0;
const wrong = [];
const accepts = (name, value) => ajv.validate(named.get(name), value);
function expect(good, name, value, what) {
  checks += 1;
  if (accepts(name, value) !== good) wrong.push(`${name} ${what}: ${good ? ajv.errorsText() : 'accepted'}`);
}

// ---- Good vectors, and what a careless or hostile writer makes of them ----------------------------------------------

const good = [];
const fromText = (text) => JSON.parse(Buffer.from(text, 'base64url'));
function addEnvelope(text, what) {
  const envelope = JSON.parse(text);
  const payload = fromText(envelope.payload);
  good.push(['envelope', envelope, what], ['envelope-header', fromText(envelope.protected), what]);
  good.push(['statement', payload, what]);
  if (payload.schema === 'key_set/1') good.push(['key-set', payload.record, what]);
  for (const each of envelope.authorisations) {
    const [header, claim] = each.split('.');
    good.push(['authorisation-header', fromText(header), what], ['authorisation', fromText(claim), what]);
  }
}
function addLines(file) {
  const lines = readFileSync(join(vectors, file), 'utf8').trimEnd().split('\n');
  for (const line of lines) {
    if ('payload' in JSON.parse(line)) addEnvelope(line, file);
    else good.push(['slip', JSON.parse(line), file]);
  }
}
function addJws(file, header, payload) {
  const parts = readFileSync(join(vectors, file), 'latin1').split('\n')[0].split('.');
  good.push([header, fromText(parts[0]), file], [payload, fromText(parts[1]), file]);
}
for (const file of ['envelope/chain', 'envelope/envelope.json', 'letter/enclosure', 'ledger/slips']) addLines(file);
addJws('letter/letter', 'letter-header', 'letter');
addJws('courier/file.courier', 'courier-header', 'courier');
addJws('package/outer.jws', 'outer-header', 'outer-manifest');
good.push(['inner-manifest', json(vectors, 'package/inner.json'), 'package/inner.json']);
const documents = json(root, 'data/documents.json');
const {kinds} = json(root, 'data/casework.json');
for (const kind of documents.enabled_kinds) good.push([`record:${kind}`, kinds[kind].example, 'its example']);

const without = (value, member) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
for (const [name, value, what] of good) {
  expect(true, name, value, what);
  expect(false, name, {...value, of_a_newer_version: 1}, `${what} with an unknown member`);
  expect(false, name, [value], `${what} in a list`);
  for (const member of ajv.getSchema(named.get(name)).schema.required) {
    if (member in value) expect(false, name, without(value, member), `${what} without ${member}`);
  }
  for (const member of Object.keys(value)) {
    expect(false, name, {...value, [member]: [{of: 'another type'}]}, `${what} with a list of objects as ${member}`);
  }
}

for (const each of wrong) console.log(`FAILED: ${each}`);
console.log(`${checks - wrong.length} of ${checks} checks of ${named.size} schemas passed`);
process.exitCode = wrong.length ? 1 : 0;
