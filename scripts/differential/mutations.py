"""Changes cases: values, fields, lists, verbs, paths, parameters, headers and the order of steps."""
import base64
import collections
import copy
import json
import re

PATCHES = ['application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml',
           'application/json-patch+json', 'application/json', 'application/yaml']
ACCEPTS = ['application/yaml', 'application/vnd.kubernetes.protobuf', '*/*',
           'application/json;as=Table;v=v1;g=meta.k8s.io', 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
           'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
           'application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'text/plain', 'application/json;stream=watch']
QUERIES = '''
dryRun=All dryRun=all dryRun= fieldValidation=Strict fieldValidation=Warn fieldValidation=Ignore fieldValidation=strict
fieldManager=other fieldManager= fieldManager=a%0Ab force=true force=false force=1 force=maybe pretty=true labelSelector=a
labelSelector=a%3Db labelSelector=a+in+(b,c) labelSelector=!a labelSelector=a%3E1 labelSelector=a+notin+() labelSelector=-
fieldSelector=metadata.name%3Dx fieldSelector=metadata.name!%3Dx fieldSelector=spec.nodeName%3D fieldSelector=status.phase%3DPending
fieldSelector=metadata.namespace%3D${NS} fieldSelector=a limit=1 limit=-1 limit=x limit=2 continue=x resourceVersion=0 resourceVersion=1
resourceVersion=x resourceVersion= resourceVersionMatch=Exact resourceVersionMatch=NotOlderThan resourceVersionMatch=x
gracePeriodSeconds=0 gracePeriodSeconds=5 gracePeriodSeconds=-1 gracePeriodSeconds=x propagationPolicy=Foreground
propagationPolicy=Orphan propagationPolicy=Background propagationPolicy=x orphanDependents=true orphanDependents=false timeoutSeconds=x
timeoutSeconds=0 allowWatchBookmarks=true sendInitialEvents=true includeObject=None includeObject=Object includeObject=x
ignoreStoreReadErrorWithClusterBreakingPotential=true unknown=1
'''.split()
OPTIONS = {'gracePeriodSeconds': [0, 1, 5, 30, -1, None, '1', 1.5], 'orphanDependents': [True, False, None],
           'propagationPolicy': ['Foreground', 'Background', 'Orphan', 'orphan', '', None], 'dryRun': [['All'], [], ['all'], ['All', 'All'], 'All', None],
           'preconditions': [{'uid': '${UID}'}, {'uid': 'x'}, {'resourceVersion': '${RV}'}, {'resourceVersion': '1'}, {}, {'uid': ''}, None,
                             {'uid': '${UID}', 'resourceVersion': '0'}],
           'kind': ['DeleteOptions', 'Status', 'Pod', ''], 'apiVersion': ['v1', 'meta.k8s.io/v1', 'policy/v1', 'apps/v1', ''],
           'ignoreStoreReadErrorWithClusterBreakingPotential': [True, False], 'bogus': [1], 'metadata': [{'name': 'x'}]}
HEADERS = [{'Content-Type': ''}, {'Content-Type': 'application/json; charset=utf-8'}, {'Content-Type': 'text/plain'},
           {'Content-Type': 'application/x-www-form-urlencoded'}, {'Accept': 'application/json;q=0.5,application/yaml'},
           {'Impersonate-Group': 'a'}, {'If-Match': '*'}, {'X-Request-Id': 'x'}, {'Accept-Encoding': 'identity'},
           {'User-Agent': 'kubectl/v1.36'}, {'User-Agent': ''}]
USERS = ['joe', 'system:anonymous', 'system:serviceaccount:${NS}:default', 'system:node:n', 'system:kube-scheduler',
         {'user': 'joe', 'groups': ['system:masters']}, {'user': 'system:node:n', 'groups': ['system:nodes']}]
STRINGS = ['', 'A_b', '-x', 'x-', 'a/b', 'a/b/c', 'ü', ' ', 'a' * 64, 'a' * 254, 'x.y', 'X', '1', '0', '-1', '1.5', 'true', 'null', '10%', '101%',
           '1Gi', '1m', '100m', '1e3', '1k', '5s', 'http://x', '/a', '/a/../b', '10.0.0.1', '10.0.0.0/8', '::1', '256.1.1.1', 'kubernetes.io/x',
           'example.com/x', 'system:x', 'Always', 'Never', 'None', '2024-01-02T03:04:05Z', '*', '"', 'a b', 'a=b', '${NS}', 'x\ny', '%s', 'TCP']
NUMBERS = [-1, 0, 1, 2, 3, 10, 100, 255, 256, 1000, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31, -2**31 - 1, 2**63 - 1, 2**63, 0.5, 1.0, 1e3, 1e30]
OTHERS = ['text', '', 1, 1.5, True, False, [], {}, ['a'], {'a': 'b'}, [1], [{}], [None], None]


class Known:
    """What the corpus has at which places: values by kind and path, values by key, requests by resource."""

    def __init__(self, cases):
        self.places, self.keys = collections.defaultdict(list), collections.defaultdict(list)
        self.steps, self.paths, self.fields = collections.defaultdict(list), [], collections.defaultdict(dict)
        seen = set()
        for case in cases:
            for s in case['steps']:
                if 'do' not in s:
                    continue
                self.steps[case.get('uses'), shape(s['do'])].append(s)
                self.paths.append(s['do'].split(' ', 1)[1])
                body = s.get('body')
                if isinstance(body, dict):
                    kind = body.get('kind') or shape(s['do'])
                    for at, key, place in walk(body):
                        value = at[key]
                        text = json.dumps(value)
                        if (kind, place, text) not in seen and len(text) < 3000:
                            seen.add((kind, place, text))
                            self.places[kind, place].append(value)
                            self.keys[place[-1]].append(value)
                            if isinstance(at, dict):
                                self.fields[kind, place[:-1]][key] = place


def shape(do):
    """The resource that a request is about, without names."""
    path = do.split(' ', 1)[1].split('?')[0]
    return re.sub(r'/namespaces/[^/]+(?=/)', '', path).split('/')[-2 if path.count('/') > 3 else -1]


def walk(o, place=()):
    """Yields (container, key, place) of everything inside; indices have no part in a place."""
    for key in list(o) if isinstance(o, dict) else range(len(o)):
        here = place + (('*',) if isinstance(o, list) else (key,))
        yield o, key, here
        if isinstance(o[key], (dict, list)):
            yield from walk(o[key], here)


def quote(s):
    """For a query, but with variables as they are."""
    return ''.join(c if c.isalnum() or c in '._-${}' else '%%%02X' % ord(c) for c in s)


def mutate(rng, case, known):
    case = copy.deepcopy(case)
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
        steps = [s for s in case['steps'] if 'do' in s]
        if not steps:
            break
        s = rng.choice(steps)
        change = rng.choices([in_body, in_query, in_verb, in_path, in_type, in_accept, in_user, in_options, in_steps, in_text],
                             [60, 9, 4, 4, 6, 5, 4, 6, 9, 2])[0]
        if change is in_steps:
            in_steps(rng, case, s, known)
        else:
            change(rng, s, known)
    case['steps'] = [s for s in case['steps'] if harmless(s)] or [{'do': 'GET /api/v1/namespaces/${NS}/pods'}]
    return case


def harmless(s):
    """Other cases must not notice: nothing is deleted but what is the case's own."""
    method, path = (s.get('do') or 'GET /').split(' ', 1)
    mine = '${' in path.split('?')[0] or method == 'POST' and '/namespaces/' not in path
    return method == 'GET' or mine or 'dryRun=All' in path


def in_body(rng, s, known):
    body = s.get('body')
    if 'b64' in s:
        return in_bytes(rng, s)
    if not isinstance(body, (dict, list)):
        return in_options(rng, s, known) if s['do'].startswith('DELETE') else in_query(rng, s, known)
    kind = body.get('kind') if isinstance(body, dict) and isinstance(body.get('kind'), str) else None
    places = list(walk(body))
    weights = [0.3 if p[-1] in ('apiVersion', 'kind') else 0.5 if p[0] == 'metadata' else 3 if len(p) > 1 else 1 for _, _, p in places]
    if not places:
        body.update(bogus=1) if isinstance(body, dict) else body.append(rng.choice(OTHERS))
        return
    at, key, place = rng.choices(places, weights)[0]
    kind = kind or shape(s['do'])
    how = rng.choices(['same', 'key', 'remove', 'null', 'other', 'edge', 'add', 'unknown', 'repeat'], [25, 12, 11, 6, 8, 16, 18, 3, 2])[0]
    if how == 'add':
        inside = at[key] if isinstance(at[key], dict) else at if isinstance(at, dict) else {}
        parent = place if inside is at[key] else place[:-1]
        there = {k: p for k, p in known.fields[kind, parent].items() if k not in inside}
        if there:
            k = rng.choice(sorted(there))
            inside[k] = copy.deepcopy(rng.choice(known.places[kind, there[k]]))
            return
        how = 'edge'
    if how == 'same' and len(known.places[kind, place]) > 1:
        at[key] = copy.deepcopy(rng.choice(known.places[kind, place]))
    elif how == 'key' and len(known.keys[place[-1]]) > 1:
        at[key] = copy.deepcopy(rng.choice(known.keys[place[-1]]))
    elif how == 'remove':
        del at[key]
    elif how == 'null':
        at[key] = None
    elif how == 'other':
        at[key] = copy.deepcopy(rng.choice(OTHERS))
    elif how == 'unknown':
        (at if isinstance(at, dict) else body if isinstance(body, dict) else {})[rng.choice(['bogus', 'Spec', 'name ', str(key).upper()])] = rng.choice(OTHERS)
    elif how == 'repeat' and isinstance(at, dict):
        text = json.dumps(body)
        member = '%s: %s' % (json.dumps(key), json.dumps(at[key]))
        s.pop('body')
        s['text'] = text.replace(member, member + ', ' + '%s: %s' % (json.dumps(key), json.dumps(rng.choice([at[key]] + OTHERS))), 1)
    else:
        at[key] = edge(rng, at[key])


def in_bytes(rng, s):
    """Something in a body that is no text: cut short, changed, with more at its end."""
    data = bytearray(base64.b64decode(s['b64']))
    at = rng.randrange(len(data)) if data else 0
    how = rng.randrange(4)
    if how == 0:
        del data[at:]
    elif how == 1 and data:
        data[at] = rng.randrange(256)
    elif how == 2:
        data += rng.choice([b'\x00', b'x', b'\xfa\x07\x00', data[4:]])
    else:
        del data[at:at + 1]
    s['b64'] = base64.b64encode(data).decode()


def edge(rng, v):
    if isinstance(v, bool):
        return not v
    if isinstance(v, (int, float)):
        return rng.choice(NUMBERS)
    if isinstance(v, str):
        return rng.choice(STRINGS) if rng.random() < 0.7 else rng.choice([v + v, v[:-1], v.upper(), v + '/', ' ' + v, v + '.', v.capitalize()])
    if isinstance(v, list):
        l = copy.deepcopy(v)
        how = rng.randrange(5)
        if how == 0:
            l.reverse()
        elif how == 1 and l:
            l.append(copy.deepcopy(rng.choice(l)))
        elif how == 2 and l:
            l.pop(rng.randrange(len(l)))
        elif how == 3:
            l.insert(0, rng.choice([None, {}, '', 0, 'x']))
        else:
            l = []
        return l
    return {} if isinstance(v, dict) else rng.choice(OTHERS)


def in_query(rng, s, known):
    path = s['do']
    if '?' in path and rng.random() < 0.3:
        base, query = path.split('?', 1)
        parts = query.split('&')
        parts.pop(rng.randrange(len(parts)))
        s['do'] = base + ('?' + '&'.join(parts) if parts and not s.get('watch') else '?' + query if s.get('watch') else '')
        return
    s['do'] = path + ('&' if '?' in path else '?') + rng.choice(QUERIES)


def in_verb(rng, s, known):
    method, path = s['do'].split(' ', 1)
    if not s.get('watch'):
        s['do'] = rng.choice(['GET', 'PUT', 'POST', 'PATCH', 'DELETE']) + ' ' + path


def in_path(rng, s, known):
    method, path = s['do'].split(' ', 1)
    path, query = (path.split('?', 1) + [''])[:2]
    parts = path.split('/')
    how = rng.randrange(7)
    if how == 0:
        path = rng.choice(known.paths).split('?')[0]
    elif how == 1:
        path += rng.choice(['/status', '/scale', '/', '/bogus', '/finalize', '/eviction', '/log', '/binding', '/token', '/approval', '/resize'])
    elif how == 2 and len(parts) > 4:
        path = '/'.join(parts[:-1])
    elif how == 3:
        path = re.sub(r'/v1/', rng.choice(['/v2/', '/v1beta1/', '/v1alpha1/', '/']), path)
    elif how == 4:
        path = re.sub(r'/namespaces/[^/]+', rng.choice(['', '/namespaces/default', '/namespaces/missing', '/namespaces/']), path)
    elif how == 5:
        parts[-1] = rng.choice(['y', 'X', 'x.y', 'a_b', '%20', parts[-1].upper(), 'pods', 'a' * 254])
        path = '/'.join(parts)
    else:
        path += '/' + rng.choice(['x', 'y', 'Bad'])
    s['do'] = method + ' ' + path + ('?' + query if query else '')


def in_type(rng, s, known):
    if s['do'].startswith('PATCH'):
        s['type'] = rng.choice(PATCHES)
        if s['type'].startswith('application/apply') and 'fieldManager' not in s['do'] and rng.random() < 0.8:
            s['do'] += ('&' if '?' in s['do'] else '?') + 'fieldManager=one'
    elif 'body' in s or 'text' in s:
        s['type'] = rng.choice(['application/yaml', 'application/json', 'application/vnd.kubernetes.protobuf', 'text/yaml', 'application/json;x=1'])


def in_accept(rng, s, known):
    s['accept'] = rng.choice(ACCEPTS)


def in_user(rng, s, known):
    if rng.random() < 0.3:
        s['headers'] = {**s.get('headers', {}), **rng.choice(HEADERS)}
    else:
        s['as'] = rng.choice(USERS)


def in_options(rng, s, known):
    """Options of a deletion."""
    if not s['do'].startswith('DELETE'):
        return in_body(rng, s, known) if isinstance(s.get('body'), (dict, list)) and s['body'] else in_query(rng, s, known)
    body = s.get('body')
    s['body'] = options(rng, body if isinstance(body, dict) else {})


def options(rng, body):
    body = {'kind': 'DeleteOptions', 'apiVersion': 'v1', **body}
    for k in rng.sample(sorted(OPTIONS), rng.choice([1, 1, 2])):
        body[k] = rng.choice(OPTIONS[k])
    return body


def in_steps(rng, case, s, known):
    steps = case['steps']
    i = steps.index(s)
    how = rng.randrange(6)
    if how == 0:
        steps.insert(i, copy.deepcopy(s))
    elif how == 1 and len(steps) > 1:
        j = rng.randrange(len(steps))
        steps[i], steps[j] = steps[j], steps[i]
    elif how == 2 and len(steps) > 1:
        steps.pop(i)
    elif how == 3:
        path = s['do'].split(' ', 1)[1].split('?')[0]
        name = s.get('body', {}).get('metadata', {}) if isinstance(s.get('body'), dict) else {}
        if s['do'].startswith('POST') and isinstance(name, dict) and isinstance(name.get('name'), str):
            path += '/' + name['name']
        steps.insert(i + 1, {'do': rng.choice(['GET', 'GET', 'DELETE']) + ' ' + path})
    else:
        same = known.steps[case.get('uses'), shape(s['do'])]
        if same:
            steps.insert(i + 1, copy.deepcopy(rng.choice(same)))


def in_text(rng, s, known):
    """Something in the text of a body that no tree has."""
    text = s.get('text') or (json.dumps(s['body']) if 'body' in s else None)
    if not text:
        return
    s.pop('body', None)
    i = rng.randrange(len(text))
    s['text'] = rng.choice([text[:i], text[:i] + text[i + 1:], text[:i] + rng.choice('{}[],:"0x \n') + text[i:], text + text, text + 'x', '[' + text + ']'])
