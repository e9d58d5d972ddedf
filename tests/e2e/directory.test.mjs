// The records: create, get, list, update, delete, and what refuses them.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {fails, startServer} from './harness.mjs';
import {attributes, idOf, location, organization, service} from './records.mjs';

let server;
let directory;
before(async () => {
  server = await startServer();
  directory = server.directory;
});
after(() => server.stop());

// The same promises for each kind: [Kind, plural, a record, a change to it].
const kinds = [
  ['Service', 'Services', service, {description: 'Elke woensdagmiddag.'}],
  ['Organization', 'Organizations', organization, {description: 'Elke woensdagmiddag.'}],
  ['Location', 'Locations', location, {description: 'Achter de kerk.'}],
];

for (const [Kind, Plural, make, change] of kinds) {
  const member = Kind.toLowerCase();
  const plural = Plural.toLowerCase();
  const create = (record, extra) => directory[`Create${Kind}`]({[member]: record, ...extra});
  const update = (record, paths, extra) => directory[`Update${Kind}`]({[member]: record, ...(paths && {update_mask: {paths}}), ...extra});

  test(`${Kind}: what was created is read back, with etag and revision`, async () => {
    const id = randomUUID();
    const created = await create(make(), {[`${member}_id`]: id});
    assert.equal(created.name, `${plural}/${id}`);
    assert.notEqual(created.etag, '');
    assert.ok(created.revision > 0);
    assert.ok(created.provenance.create_time);
    assert.deepEqual(await directory[`Get${Kind}`]({name: created.name}), created);
    await fails(create(make(), {[`${member}_id`]: id}), 'ALREADY_EXISTS', 'RECORD_EXISTS');
  });

  test(`${Kind}: the server chooses an id when none is given`, async () => {
    const [one, two] = [await create(make()), await create(make())];
    assert.match(idOf(one.name), /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    assert.notEqual(one.name, two.name);
  });

  test(`${Kind}: validate_only answers and writes nothing`, async () => {
    const id = randomUUID();
    await create(make(), {[`${member}_id`]: id, validate_only: true});
    await fails(directory[`Get${Kind}`]({name: `${plural}/${id}`}), 'NOT_FOUND', 'RECORD_NOT_FOUND');
    const created = await create(make());
    await update({name: created.name, ...change}, Object.keys(change), {validate_only: true});
    assert.equal((await directory[`Get${Kind}`]({name: created.name})).etag, created.etag);
  });

  test(`${Kind}: a field mask changes what it names and nothing else`, async () => {
    const created = await create(make());
    const updated = await update({name: created.name, display_name: 'Niet in het masker', ...change}, Object.keys(change));
    assert.equal(updated.display_name, created.display_name);
    for (const [field, value] of Object.entries(change)) assert.equal(updated[field], value);
    assert.notEqual(updated.etag, created.etag);
    assert.ok(updated.revision > created.revision);
  });

  test(`${Kind}: an update without a mask replaces the record`, async () => {
    const created = await create(make({alternate_name: 'Ook wel zo'}));
    const updated = await update({name: created.name, ...make({display_name: 'Nieuwe naam'})});
    assert.equal(updated.display_name, 'Nieuwe naam');
    assert.equal(updated.alternate_name, '');
  });

  test(`${Kind}: a mask that names no field is refused`, async () => {
    const created = await create(make());
    const error = await fails(
      update({name: created.name}, ['nonsense', 'display_name', 'more.nonsense']),
      'INVALID_ARGUMENT',
      'FIELD_INVALID',
    );
    assert.deepEqual(
      error.violations.map(({field}) => field),
      ['update_mask.paths[0]', 'update_mask.paths[2]'],
    );
  });

  test(`${Kind}: a stale etag is ABORTED, for update and delete`, async () => {
    const created = await create(make());
    await update({name: created.name, etag: created.etag, ...change}, Object.keys(change));
    await fails(update({name: created.name, etag: created.etag, ...change}, Object.keys(change)), 'ABORTED', 'ETAG_MISMATCH');
    await fails(directory[`Delete${Kind}`]({name: created.name, etag: created.etag}), 'ABORTED', 'ETAG_MISMATCH');
    await fails(update({name: created.name, etag: 'rubbish', ...change}, Object.keys(change)), 'ABORTED', 'ETAG_MISMATCH');
  });

  test(`${Kind}: of many who change one version at once, one wins`, async () => {
    const created = await create(make());
    const results = await Promise.allSettled(
      Array.from({length: 20}, (_, i) =>
        update({name: created.name, etag: created.etag, alternate_name: `schrijver ${i}`}, ['alternate_name']),
      ),
    );
    const won = results.filter(({status}) => status === 'fulfilled');
    assert.equal(won.length, 1);
    for (const {reason} of results.filter(({status}) => status === 'rejected'))
      assert.equal(reason.reason, 'ETAG_MISMATCH', reason.message);
    assert.equal((await directory[`Get${Kind}`]({name: created.name})).alternate_name, won[0].value.alternate_name);
  });

  test(`${Kind}: a deleted record leaves a tombstone`, async () => {
    const created = await create(make());
    const deleted = await directory[`Delete${Kind}`]({name: created.name, etag: created.etag});
    assert.ok(deleted.provenance.delete_time);
    await fails(directory[`Get${Kind}`]({name: created.name}), 'NOT_FOUND', 'RECORD_DELETED');
    await fails(directory[`Delete${Kind}`]({name: created.name}), 'NOT_FOUND', 'RECORD_DELETED');
    await fails(update({name: created.name, ...change}, Object.keys(change)), 'NOT_FOUND', 'RECORD_DELETED');
    await fails(create(make(), {[`${member}_id`]: idOf(created.name)}), 'ALREADY_EXISTS', 'RECORD_EXISTS');
    const names = async (show_deleted) => (await server.listAll(`List${Plural}`, plural, {show_deleted})).map(({name}) => name);
    assert.ok(!(await names(false)).includes(created.name));
    assert.ok((await names(true)).includes(created.name));
  });

  test(`${Kind}: names that are none are refused`, async () => {
    for (const name of [
      '',
      'x',
      `${plural}/`,
      `${plural}/geen-uuid`,
      `people/${randomUUID()}`,
      `${plural}/${randomUUID()}/x`,
      'x'.repeat(100_000),
    ]) {
      await fails(directory[`Get${Kind}`]({name}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
      await fails(directory[`Delete${Kind}`]({name}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
      await fails(update({name}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
    }
    await fails(directory[`Get${Kind}`]({name: `${plural}/${randomUUID()}`}), 'NOT_FOUND', 'RECORD_NOT_FOUND');
    await fails(create(make(), {[`${member}_id`]: 'geen-uuid'}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  });

  test(`${Kind}: pages go on where they ended, whatever is written between`, async () => {
    const there = new Set((await server.listAll(`List${Plural}`, plural)).map(({name}) => name));
    for (let i = 0; i < 12; ++i) there.add((await create(make())).name);
    const seen = [];
    let page_token = '';
    do {
      const page = await directory[`List${Plural}`]({page_size: 5, page_token});
      assert.ok(page[plural].length <= 5);
      seen.push(...page[plural].map(({name}) => name));
      page_token = page.next_page_token;
      await create(make());
    } while (page_token !== '');
    assert.equal(new Set(seen).size, seen.length, 'a record was given twice');
    assert.deepEqual(
      [...there].filter((name) => !seen.includes(name)),
      [],
      'a record was left out',
    );
    assert.deepEqual(seen, [...seen].sort(), 'not in order of name');
  });

  test(`${Kind}: page tokens and sizes that are wrong are refused`, async () => {
    const {next_page_token} = await directory[`List${Plural}`]({page_size: 1});
    assert.notEqual(next_page_token, '');
    for (const page_token of ['rubbish', next_page_token.slice(0, -2), `${next_page_token}AA`]) {
      await fails(directory[`List${Plural}`]({page_token}), 'INVALID_ARGUMENT', 'PAGE_TOKEN_INVALID');
    }
    await fails(directory[`List${Plural}`]({page_token: next_page_token, show_deleted: true}), 'INVALID_ARGUMENT', 'PAGE_TOKEN_INVALID');
    const [, other] = kinds.find(([kind]) => kind !== Kind);
    await fails(directory[`List${other}`]({page_token: next_page_token}), 'INVALID_ARGUMENT', 'PAGE_TOKEN_INVALID');
    await fails(directory[`List${Plural}`]({page_size: -1}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  });
}

test('all faults of a record are told at once', async () => {
  const error = await fails(
    directory.CreateService({
      service: {
        email: 'geen adres',
        url: 'ftp://x',
        minimum_age: -3,
        maximum_age: 400,
        assured_date: '2026-02-30',
        phones: [{number: ''}],
        attributes: attributes({hulpniveau: ['zweven'], soort: ['welzijn', 'school']}),
        organization: 'organizations/x',
      },
    }),
    'INVALID_ARGUMENT',
    'FIELD_INVALID',
  );
  const fields = error.violations.map(({field}) => field).join(' ');
  for (const field of [
    'display_name',
    'status',
    'email',
    'url',
    'minimum_age',
    'maximum_age',
    'assured_date',
    'phones[0].number',
    'organization',
  ]) {
    assert.ok(fields.includes(field), `${field} is not in: ${fields}`);
  }
  assert.ok(fields.includes('attributes'), fields);
  for (const {description} of error.violations) assert.match(description, /expected/);
});

test('an age that ends before it begins is refused', async () => {
  await fails(directory.CreateService({service: service({minimum_age: 12, maximum_age: 8})}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  const created = await directory.CreateService({service: service({minimum_age: 1.5, maximum_age: 1.5})});
  assert.equal(created.minimum_age, 1.5);
});

test('a service shows the organization and locations that it names, and cannot name what is not there', async () => {
  const owner = await directory.CreateOrganization({organization: organization()});
  const place = await directory.CreateLocation({location: location()});
  const created = await directory.CreateService({
    service: service({organization: owner.name, service_at_locations: [{location: place.name}], minimum_age: 4, maximum_age: 12}),
  });
  assert.equal(created.organization_detail.display_name, owner.display_name);
  assert.equal(created.service_at_locations[0].location_detail.addresses[0].city, 'Eibergen');
  assert.deepEqual(created.profile.levels, ['HELP_LEVEL_COMMUNITY']);
  assert.equal(created.profile.kind, 'welzijn');
  assert.deepEqual(created.profile.access, ['vrij']);

  for (const lost of [{organization: `organizations/${randomUUID()}`}, {service_at_locations: [{location: `locations/${randomUUID()}`}]}]) {
    await fails(directory.CreateService({service: service(lost)}), 'FAILED_PRECONDITION', 'REFERENCE_MISSING');
  }
  await fails(directory.DeleteOrganization({name: owner.name}), 'FAILED_PRECONDITION', 'RECORD_IN_USE');
  await fails(directory.DeleteLocation({name: place.name}), 'FAILED_PRECONDITION', 'RECORD_IN_USE');

  await directory.DeleteService({name: created.name});
  await directory.DeleteLocation({name: place.name});
  await directory.DeleteOrganization({name: owner.name});
  await fails(directory.CreateService({service: service({organization: owner.name})}), 'FAILED_PRECONDITION', 'REFERENCE_MISSING');
});

test('no service is left without its organization when both are written at once', async () => {
  for (let round = 0; round < 20; ++round) {
    const owner = await directory.CreateOrganization({organization: organization()});
    const [created, deleted] = await Promise.allSettled([
      directory.CreateService({service: service({organization: owner.name})}),
      directory.DeleteOrganization({name: owner.name}),
    ]);
    assert.ok(created.status !== deleted.status, `round ${round}: both were ${created.status}`);
    if (created.status === 'fulfilled') assert.ok((await directory.GetService({name: created.value.name})).organization_detail);
  }
});

test('output-only fields are not taken from the client', async () => {
  const created = await directory.CreateService({
    service: service({revision: 999_999, provenance: {source: 'gelogen'}, profile: {kind: 'crisis'}, organization_detail: organization()}),
  });
  assert.ok(created.revision < 999_999);
  assert.equal(created.provenance.source, '');
  assert.equal(created.profile.kind, 'welzijn');
  assert.equal(created.organization_detail, null);
});

test('changes are watched in order, from any revision', async () => {
  const before = await directory.CreateOrganization({organization: organization()});
  const changed = await directory.UpdateOrganization({
    organization: {name: before.name, description: 'Anders.'},
    update_mask: {paths: ['description']},
  });
  await directory.DeleteOrganization({name: before.name});
  const all = await directory.WatchChanges({from_revision: 0});
  assert.deepEqual(
    all.map(({revision}) => revision),
    Array.from(all, (_, i) => i + 1),
    'a revision is missing or out of order',
  );
  const mine = all.filter(({name}) => name === before.name);
  assert.deepEqual(
    mine.map(({type}) => type),
    ['CHANGE_TYPE_CREATED', 'CHANGE_TYPE_UPDATED', 'CHANGE_TYPE_DELETED'],
  );
  const rest = await directory.WatchChanges({from_revision: changed.revision});
  assert.deepEqual(
    rest,
    all.filter(({revision}) => revision > changed.revision),
  );
});

test('a watch that follows gets what comes', async () => {
  const [last] = (await directory.WatchChanges({from_revision: 0})).slice(-1);
  let call;
  const watching = directory.WatchChanges({from_revision: last.revision, follow: true}, {onCall: (made) => (call = made)});
  const first = new Promise((resolve) => call.once('data', resolve));
  const created = await directory.CreateService({service: service()});
  assert.equal((await first).name, created.name);
  call.cancel();
  await fails(watching, 'CANCELLED');
});

test('a revision that was never given out is refused', async () => {
  await fails(directory.WatchChanges({from_revision: 1e9}), 'FAILED_PRECONDITION', 'REVISION_IN_FUTURE');
  await fails(directory.WatchChanges({from_revision: -1}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
});

test('what is wrong with a record can be said, and nothing about a person with it', async () => {
  const {name} = await directory.CreateService({service: service({display_name: 'Verhuisd'})});
  await directory.ReportIssue({name, kind: 'KIND_CONTACT', text: 'Het adres is veranderd.'});
  await fails(directory.ReportIssue({name, kind: 'KIND_CONTACT', text: 'Bel mijn zoon op 06-12345678.'}), 'INVALID_ARGUMENT', 'PERSONAL_DATA');
  await fails(directory.ReportIssue({name, text: 'Zonder soort.'}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(directory.ReportIssue({name: `services/${randomUUID()}`, kind: 'KIND_OTHER'}), 'NOT_FOUND', 'RECORD_NOT_FOUND');
  const {reports, next_page_token: next} = await directory.ListIssueReports({});
  assert.deepEqual(reports.map(({service: of, service_display_name: called, kind, text}) => [of, called, kind, text]), [[name, 'Verhuisd', 'KIND_CONTACT', 'Het adres is veranderd.']]);
  assert.match(reports[0].report_date, /^\d{4}-\d\d-\d\d$/);
  assert.equal(next, '');
  for (let i = 1; i < 5; ++i) await directory.ReportIssue({name, kind: 'KIND_OTHER'});
  await fails(directory.ReportIssue({name, kind: 'KIND_OTHER'}), 'RESOURCE_EXHAUSTED', 'TOO_MANY_REQUESTS');
});

test('the index equals the store after all of this', async () => {
  const check = await server.settled();
  assert.deepEqual([check.missing, check.surplus, check.stale], [0, 0, 0]);
  assert.ok(check.index_services > 0);
  assert.equal(check.index_services, check.store_services);
});
