"""Kinds as the published OpenAPI document has them, objects of each that upstream takes, and cases made of both: fields that
the corpus does not have, updates, statuses, tables, fields of several managers, pointers of patches."""
import copy
import json
import re
import tarfile

import mutations
import texts

TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'
MERGE, STRATEGIC, APPLY, JSON_PATCH = mutations.PATCHES[:4]
QUANTITIES = ['1', '0', '-1', '100m', '1.5', '1Gi', '1Ki', '0.1m', '1e3', '2E2', '1u', 'x', '1 ', '', '1KI', '10000000000000000000', '+5', '.5', '1.', 3, 0.5]
TIMES = ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.123456Z', '2024-01-02T03:04:05+01:00', '2024-01-02', '', None, '0001-01-01T00:00:00Z']
TEXTS = ['x', 'a', 'ex.com/x', 'x.ex.com', 'A', '', 'a b', '10.0.0.1', '1', 'True', 'kubernetes.io/x', 'a' * 64, 'b' * 254, 'fd00::1', '/a', 'a..b', 'C_D']
NOTICED = re.compile('webhookconfigurations|admissionpolic|priorityclasses|flowschemas|prioritylevel|storageclasses|ingressclasses|apiservices|servicecidrs|runtimeclasses')
REQUESTS = '/certificatesigningrequests'
POINTERS = ['', '/', '//', '/spec', '/spec/', '/metadata', '/metadata/name', '/metadata/labels', '/metadata/labels/a', '/metadata/labels/x~1y', '/metadata/labels/~0',
            '/metadata/labels/~2', '/metadata/annotations/-', '/spec/-', '/kind', '/apiVersion', '/status', '/metadata/finalizers/-', '/metadata/finalizers/0',
            '/metadata/finalizers/1', '/metadata/finalizers/-1', '/metadata/finalizers/00', '/metadata/finalizers/+0', '/metadata/finalizers/1e0', '/metadata/finalizers/x',
            '/metadata/managedFields', '/metadata/managedFields/0', '/metadata/uid', '/metadata/generation', '/bogus', '/bogus/a', 'spec', '/Spec', '/metadata/labels/a/b']


class Kinds:
    """What can be made: paths and schemas by apiVersion and kind, and bodies that were taken at a path."""

    def __init__(self, directory, cases, known):
        with tarfile.open(directory + '/openapi/published.tar.gz') as t:
            document = json.load(t.extractfile('openapi-spec/swagger.json'))
        self.types, self.known, self.schemas = document['definitions'], known, {}
        for path, verbs in document['paths'].items():
            post = verbs.get('post', {})
            gvk = post.get('x-kubernetes-group-version-kind')
            body = [p['schema'] for p in post.get('parameters', []) if p.get('in') == 'body']
            if gvk and body and path.count('{') - path.count('{namespace}') == 0:
                self.schemas[path.replace('{namespace}', '${NS}')] = body[0]
        self.complete = dict(complete(directory))
        self.good = {}
        for case in cases:
            for s in case['steps']:
                if taken(case, s):
                    self.good.setdefault(s['do'][5:], []).append(s['body'])
        self.paths = sorted(p for p in self.good if p in self.schemas and 'reviews' not in p)

    def one(self, rng):
        """A path and an object that is taken there: kinds of which there are many a little more often."""
        path = rng.choices(self.paths, [len(self.good[p]) ** 0.3 for p in self.paths])[0]
        return path, copy.deepcopy(rng.choice(self.good[path]))

    def careful(self, steps):
        """Other cases must not notice what is changed of kinds that concern everybody."""
        for s in steps:
            if REQUESTS in s['do']:
                s.setdefault('as', {'user': 'oracle', 'groups': ['system:masters', 'system:authenticated']})  # they say who asks
            method, path = s['do'].split(' ', 1)
            if method != 'GET' and NOTICED.search(path) and s.get('body') not in self.good.get(path, []) and 'dryRun=' not in path:
                s['do'] += ('&' if '?' in path else '?') + 'dryRun=All'
        return steps

    def resolve(self, schema):
        while '$ref' in schema:
            schema = {**self.types[schema['$ref'].rsplit('/', 1)[1]], 'name': schema['$ref'].rsplit('.', 1)[1]}
        return schema

    def fill(self, rng, schema, key, depth=0):
        """Something of a type, mostly such as the corpus has under the same name."""
        s = self.resolve(schema)
        t, name = s.get('type'), s.get('name')
        found = [v for v in self.known.keys.get(key, []) if fits(v, t, name)]
        if found and rng.random() < 0.5:
            return copy.deepcopy(rng.choice(found))
        if name == 'Quantity':
            return rng.choice(QUANTITIES)
        if s.get('format') == 'date-time':
            return rng.choice(TIMES)
        if name == 'IntOrString':
            return rng.choice([0, 1, -1, 80, '50%', '101%', 'http', '', '1', 65536])
        if t == 'object' and 'properties' in s:
            need = s.get('required', [])
            more = rng.sample(sorted(s['properties']), min(len(s['properties']), rng.choice([0, 1, 2] if need else [1, 1, 2])))
            return {k: self.fill(rng, s['properties'][k], k, depth + 1) for k in [*need, *more] if rng.random() < 0.93 and (depth < 5 or k in need)}
        if t == 'object':
            inside = s.get('additionalProperties')
            return {rng.choice(TEXTS[:7]): self.fill(rng, inside, key, depth + 1) if inside else rng.choice(mutations.OTHERS) for _ in range(rng.choice([1, 1, 2]))}
        if t == 'array':
            return [self.fill(rng, s['items'], key, depth + 1) for _ in range(rng.choice([0, 1, 1, 1, 2, 2]))]
        if t in ('integer', 'number'):
            return rng.choice(mutations.NUMBERS if rng.random() < 0.4 else [0, 1, 2, 10, 80])
        if t == 'boolean':
            return rng.random() < 0.5
        words = re.findall(r'[`"\']([A-Z][A-Za-z]+)[`"\']|\b(?:or|of|are|and|is) "?([A-Z][A-Za-z]+)\b', schema.get('description', ''))
        return rng.choice([a or b for a, b in words]) if words and rng.random() < 0.7 else rng.choice(TEXTS)

    def inside(self, body, schema, place=()):
        """Yields (object, properties of its type, place) for each object within that has a type."""
        s = self.resolve(schema)
        if isinstance(body, list) and 'items' in s:
            for x in body:
                yield from self.inside(x, s['items'], place)
        elif isinstance(body, dict) and 'properties' in s:
            yield body, s['properties'], place
            for k, v in body.items():
                if k in s['properties']:
                    yield from self.inside(v, s['properties'][k], place + (k,))
        elif isinstance(body, dict) and 'additionalProperties' in s:
            for v in body.values():
                yield from self.inside(v, s['additionalProperties'], place)

    def extend(self, rng, path, body, times=1):
        """Gives a body fields that it has not, anywhere."""
        for _ in range(times):
            there = [x for x in self.inside(body, self.schemas[path]) if x[2][:1] != ('status',)]
            weights = [0.1 if not p else 0.4 if p[0] == 'metadata' else 1 + len(p) for _, _, p in there]
            o, properties, _ = rng.choices(there, weights)[0]
            absent = sorted(k for k in properties if k not in o and k not in ('status', 'apiVersion', 'kind'))
            if absent:
                k = rng.choice(absent)
                o[k] = self.fill(rng, properties[k], k)
        return body


def complete(directory):
    """Yields (apiVersion and kind, an object with all its fields) of the fixtures of round trips."""
    with tarfile.open(directory + '/fixtures/roundtrip.tar.gz') as t:
        for m in t:
            if m.name.startswith('HEAD/') and m.name.endswith('.json'):
                body = json.load(t.extractfile(m))
                yield (body.get('apiVersion'), body.get('kind')), body


def fits(v, t, name):
    want = {'string': str, 'integer': int, 'number': (int, float), 'boolean': bool, 'object': dict, 'array': list}.get(t)
    return name == 'IntOrString' and isinstance(v, (int, str)) or want and isinstance(v, want) and isinstance(v, bool) == (t == 'boolean')


def taken(case, s):
    """Whether a step made an object that others can make as well, without what the case did before."""
    body = s.get('body')
    if not isinstance(body, dict) or not s['do'].startswith('POST ') or '?' in s['do'] or ('as' in s and REQUESTS not in s['do']) or 'uses' in case or 'type' in s:
        return False
    free = set(re.findall(r'\$\{(\w+)', json.dumps(body))) <= {'NS', 'NS2', 'U', 'CIDR'}
    name = body.get('metadata', {}).get('name') if isinstance(body.get('metadata'), dict) else None
    mine = isinstance(name, str) and ('/namespaces/${NS}/' in s['do'] or '${U}' in name)
    return (s.get('prep') or s.get('want', {}).get('code') == 201) and free and mine and case.get('ns', 1) in (0, 1)


def made(path, body, **more):
    return {'do': 'POST ' + path, 'body': body, 'save': {'UID': 'metadata.uid', 'RV': 'metadata.resourceVersion'}, **more}


def single(path, body):
    return path + '/' + body['metadata']['name']


def changed(rng, kinds, path, body):
    """The same object with something else in it, as an update would have it."""
    s = {'do': 'PUT ' + path, 'body': copy.deepcopy(body)}
    for _ in range(rng.choice([1, 1, 2])):
        if rng.random() < 0.5:
            kinds.extend(rng, path, s['body'])
        else:
            mutations.in_body(rng, s, kinds.known)
            s.setdefault('body', body)  # it may have become a text
    return s['body']


def fields(rng, kinds):
    """Fields that the corpus may not have, in an object that is good without them."""
    path, body = kinds.one(rng)
    step = made(path, kinds.extend(rng, path, body, rng.choice([1, 1, 2, 3])))
    if rng.random() < 0.3:
        step['do'] += rng.choice(['?dryRun=All', '?fieldValidation=Strict', '?fieldManager=m'])
    return 'validate', [step, {'do': 'GET ' + single(path, body)}] if rng.random() < 0.3 else [step]


def whole(rng, kinds):
    """An object with nearly all the fields that there are, few of them right."""
    path, good = kinds.one(rng)
    body = copy.deepcopy(kinds.complete.get((good.get('apiVersion'), good.get('kind')), good))
    body['metadata'] = good['metadata']
    for _ in range(rng.choice([0, 3, 10, 30])):
        thin(rng, body)
    for key in rng.sample(sorted(good), rng.choice([0, 0, 1])):
        if isinstance(body.get(key), dict) and isinstance(good[key], dict):
            body[key].update(good[key])
    return 'create', [made(path, body)]


def update(rng, kinds):
    path, body = kinds.one(rng)
    steps, it = [made(path, body)], single(path, body)
    for _ in range(rng.choice([1, 1, 2])):
        other = changed(rng, kinds, path, body)
        if rng.random() < 0.55:
            steps.append({'do': 'PUT ' + it, 'body': other})
        else:
            part = {k: other[k] for k in rng.sample(sorted(other), 1)} if isinstance(other, dict) else other
            steps.append({'do': 'PATCH ' + it, 'type': rng.choice([MERGE, STRATEGIC]), 'body': part})
    return 'validate-update', steps


def status(rng, kinds):
    """Status of any kind that has one, by PUT and patches; what the table then shows."""
    path = rng.choice([p for p in kinds.paths if 'status' in kinds.resolve(kinds.schemas[p])['properties']])
    body = copy.deepcopy(rng.choice(kinds.good[path]))
    steps, it = [made(path, body)], single(path, body)
    for _ in range(rng.choice([1, 2])):
        s = kinds.fill(rng, kinds.resolve(kinds.schemas[path])['properties']['status'], 'status')
        whole, part = {**copy.deepcopy(body), 'status': s}, it + ('/approval' if REQUESTS in path and rng.random() < 0.5 else '/status')
        steps.append(rng.choice([
            {'do': 'PUT ' + part, 'body': whole}, {'do': 'PATCH ' + part, 'type': MERGE, 'body': {'status': s}},
            {'do': 'PATCH ' + part, 'type': STRATEGIC, 'body': {'status': s}},
            {'do': 'PATCH ' + part + '?fieldManager=s', 'type': APPLY, 'body': {
                'apiVersion': body.get('apiVersion'), 'kind': body.get('kind'), 'metadata': {'name': body['metadata']['name']}, 'status': s}}]))
    return 'subresource', steps + [{'do': 'GET ' + it, 'accept': TABLE}]


def table(rng, kinds):
    path, body = kinds.one(rng)
    kinds.extend(rng, path, body, rng.choice([0, 1]))
    query = rng.choice(['', '', '?includeObject=Object', '?includeObject=None', '?limit=1'])
    accept = TABLE if rng.random() < 0.7 else rng.choice(mutations.ACCEPTS)
    return 'table', [made(path, body), {'do': 'GET ' + (single(path, body) if '${NS}' not in path or rng.random() < 0.5 else path) + query, 'accept': accept}]


def managers(rng, kinds):
    """One object by several managers: parts of it applied, changed, given up, taken over."""
    path, body = kinds.one(rng)
    it, steps = single(path, body), []
    if rng.random() < 0.4:
        steps.append(made(path, body))
    for _ in range(rng.choice([2, 3, 4])):
        who, some = rng.choice('abc'), copy.deepcopy(body)
        for _ in range(rng.choice([0, 0, 1, 2])):
            thin(rng, some)
        if rng.random() < 0.6:
            some = changed(rng, kinds, path, some)
        if rng.random() < 0.72:
            steps.append({'do': 'PATCH %s?fieldManager=%s%s' % (it, who, rng.choice(['', '', '&force=true', '&dryRun=All'])), 'type': APPLY, 'body': some})
        elif rng.random() < 0.5:
            steps.append({'do': 'PUT %s?fieldManager=%s' % (it, who), 'body': some})
        else:
            steps.append({'do': 'PATCH %s?fieldManager=%s' % (it, who), 'type': rng.choice([MERGE, STRATEGIC]), 'body': some})
    return 'apply', steps + [{'do': 'GET ' + it}]


def thin(rng, body):
    """Removes something from within, but not what names the object."""
    places = [(at, k) for at, k, p in mutations.walk(body) if p[:1] not in (('apiVersion',), ('kind',), ('metadata',)) and len(p) > 1]
    if places:
        at, k = rng.choice(places)
        del at[k]


def pointers(rng, kinds):
    """JSON patches with pointers of all kinds."""
    path, body = kinds.one(rng)
    body['metadata'].setdefault('labels', {'a': 'b', 'x/y': 'z'})
    if rng.random() < 0.6:
        body['metadata']['finalizers'] = ['ex.com/a', 'ex.com/b']
    places = list(mutations.walk(body))

    def pointer():
        if rng.random() < 0.45:
            return rng.choice(POINTERS)
        _, _, place = rng.choice(places)
        parts = [str(rng.choice([0, 0, 0, 1, '-', -1])) if p == '*' else str(p).replace('~', '~0').replace('/', '~1') for p in place]
        return '/' + '/'.join(parts)
    ops = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        op = {'op': rng.choice(['add', 'add', 'replace', 'remove', 'test', 'move', 'copy', 'Add', '']), 'path': pointer()}
        if op['op'] in ('move', 'copy') or rng.random() < 0.05:
            op['from'] = pointer()
        if op['op'] in ('add', 'replace', 'test') and rng.random() < 0.95:
            op['value'] = copy.deepcopy(rng.choice(mutations.OTHERS + ['b', 'ex.com/a', ['ex.com/a', 'ex.com/b']]))
        if rng.random() < 0.06:
            op.pop(rng.choice(sorted(op)))
        ops.append(op)
    return 'patch', [made(path, body), {'do': 'PATCH ' + single(path, body), 'type': JSON_PATCH, 'body': ops}]


def written(rng, kinds):
    """Objects as YAML, in its odder forms."""
    path, body = kinds.one(rng)
    if rng.random() < 0.3:
        kinds.extend(rng, path, body)
    text = texts.yaml(rng, body)
    query = rng.choice(['', '?fieldValidation=Strict', '?fieldValidation=Warn', '?dryRun=All'])
    if rng.random() < 0.3:
        return 'apply', [{'do': 'PATCH %s?fieldManager=m&%s' % (single(path, body), query[1:]), 'type': APPLY, 'text': text}]
    return 'request', [{'do': 'POST ' + path + query, 'text': text, 'type': 'application/yaml'}]


def named(rng, kinds):
    """Metadata of all kinds, and names at their limits."""
    path, body = kinds.one(rng)
    meta = body['metadata']
    for _ in range(rng.choice([1, 1, 2])):
        k, v = rng.choice([
            ('name', rng.choice(['x' * 63, 'x' * 64, 'x' * 253, 'x' * 254, 'X', 'a.b', 'a..b', 'a_b', '-a', 'a-', '1', '1a', 'a:b', 'a/b', '.', '..', 'a%b', '${U}', 'ä', ''])),
            ('generateName', rng.choice(['a-', 'A-', 'x' * 60, 'x' * 300, '-', 'a.', ''])),
            ('namespace', rng.choice(['${NS}', 'other', '', 'X'])), ('uid', 'x'), ('resourceVersion', rng.choice(['1', 'x', '', '0'])), ('generation', 7),
            ('labels', {rng.choice(['a', 'a/b', 'A/b', 'a/b/c', '', 'x' * 64, 'x' * 254 + '/a', '-a', 'a.b/c_d']): rng.choice(['', 'x' * 63, 'x' * 64, 'a b', '-', 'A.b_c'])}),
            ('annotations', {rng.choice(['a', 'A/b', 'a/B', '/a', 'a/', 'x' * 64, 'x' * 254 + '/a']): rng.choice(['', 'x', 'a\nb', 'ü'])}),
            ('annotations', {'a': 'x' * (262144 - 1 - rng.choice([-1, 0, 1]))}),
            ('finalizers', rng.choice([['a'], ['ex.com/a', 'ex.com/a'], ['a/b/c'], [''], ['kubernetes'], ['orphan', 'foregroundDeletion'], ['x' * 64], ['A b']])),
            ('ownerReferences', [{k: v for k, v in o.items() if rng.random() < 0.93} for o in [
                {'apiVersion': rng.choice(['v1', 'apps/v1', 'a/b/c', '']), 'kind': rng.choice(['Pod', 'Event', 'x']), 'name': 'o', 'uid': rng.choice(['u', '', 'w']),
                 'controller': rng.random() < 0.6, 'blockOwnerDeletion': rng.random() < 0.5} for _ in range(rng.choice([1, 2]))]]),
            ('creationTimestamp', rng.choice(TIMES)), ('deletionTimestamp', TIMES[0]), ('deletionGracePeriodSeconds', 3), ('selfLink', '/x'),
            ('managedFields', rng.choice([[], [{}], None, [{'manager': 'm', 'operation': rng.choice(['Apply', 'Update', 'x']), 'apiVersion': rng.choice(['v1', 'apps/v1', 'x']),
                                                        'fieldsType': rng.choice(['FieldsV1', 'x', '']), 'fieldsV1': rng.choice([{}, {'f:metadata': {}}, {'x': 1}]), 'time': TIMES[0]}]]))])
        meta[k] = v
    if meta.get('generateName') and rng.random() < 0.6:
        meta.pop('name', None)
    return 'validate-meta', [{'do': 'POST ' + path + rng.choice(['', '?dryRun=All']), 'body': body}]


def selected(rng, kinds):
    """Lists of any kind by fields and labels, and of all namespaces."""
    path, body = kinds.one(rng)
    field = rng.choice(['metadata.name', 'metadata.namespace', 'spec.x', 'status.phase', 'spec.nodeName', 'type', 'reason', 'involvedObject.kind', 'spec.unschedulable',
                        'spec.signerName', 'status.replicas', 'spec.podIP', 'status.podIP', 'spec.serviceAccountName', 'spec.schedulerName', 'spec.hostNetwork', 'metadata.uid',
                        'spec.host', 'status.podIPs', 'spec.driver', 'spec.clusterIP', 'spec.type', 'status.successful', 'name', 'source', 'reportingComponent', 'status.nominatedNodeName', 'spec.parentRef.name'])
    value = rng.choice([body['metadata']['name'], '', 'x', 'true', 'Pending', '${NS}'])
    query = '?fieldSelector=' + mutations.quote(field) + rng.choice(['%3D', '!%3D', '%3D%3D']) + mutations.quote(value)
    if rng.random() < 0.2:
        query += ',metadata.name%3D' + mutations.quote(body['metadata']['name'])
    verb = 'DELETE ' if '${NS}' in path and rng.random() < 0.15 else 'GET '
    return 'list', [made(path, body), {'do': verb + path + query + ('&labelSelector=u%3D${U}' if '${NS}' not in path else '')}]


def binary(rng, kinds):
    """Answers in protobuf, to requests of all kinds."""
    path, body = kinds.one(rng)
    kinds.extend(rng, path, body, rng.choice([0, 1]))
    accept = 'application/vnd.kubernetes.protobuf' + rng.choice(['', '', ';as=Table;v=v1;g=meta.k8s.io', ';as=PartialObjectMetadata;v=v1;g=meta.k8s.io'])
    return 'protobuf', [made(path, body), {'do': 'GET ' + single(path, body), 'accept': accept}]


MAKERS = [(fields, 30), (whole, 6), (update, 26), (status, 8), (table, 5), (managers, 16), (pointers, 6), (written, 7), (named, 6), (selected, 4), (binary, 3)]
