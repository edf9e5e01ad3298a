"""Definitions of custom resources and what becomes of their objects: schemas that are made up, rules in CEL, and lists of all
types under several managers."""
import copy

import mutations

def schema(rng, depth=0):
    """A structural schema, most of the time, and now and then one that is none."""
    t = 'object' if depth == 0 else rng.choice(['object', 'string', 'integer', 'array', 'boolean', 'number'] if depth < 3 else ['string', 'integer'])
    s = {'type': t}
    more = {'string': [('pattern', '^a+$'), ('maxLength', 5), ('minLength', 2), ('enum', ['a', 'bb']), ('format', 'date-time'), ('default', 'd'),
                       ('format', 'byte'), ('x-kubernetes-validations', [{'rule': "self != 'x'"}]), ('nullable', True), ('format', 'ipv4')],
            'integer': [('minimum', 1), ('maximum', 5), ('exclusiveMinimum', True), ('multipleOf', 2), ('default', 3), ('format', 'int32'),
                        ('x-kubernetes-validations', [{'rule': 'self > 1', 'message': 'too small'}]), ('enum', [1, 2]), ('x-kubernetes-int-or-string', True)],
            'number': [('minimum', 0.5), ('format', 'double'), ('default', 1.5)], 'boolean': [('default', True), ('nullable', True)],
            'array': [('x-kubernetes-list-type', 'set'), ('x-kubernetes-list-type', 'atomic'), ('maxItems', 2), ('minItems', 1), ('uniqueItems', True),
                      ('x-kubernetes-list-type', 'map'), ('default', [])],
            'object': [('required', ['a']), ('x-kubernetes-preserve-unknown-fields', True), ('x-kubernetes-map-type', 'atomic'), ('maxProperties', 2),
                       ('x-kubernetes-embedded-resource', True), ('default', {}), ('oneOf', [{'required': ['a']}, {'required': ['b']}]),
                       ('x-kubernetes-validations', [{'rule': 'has(self.a)', 'reason': 'FieldValueRequired', 'fieldPath': '.a'}])]}[t]
    for k, v in rng.sample(more, rng.choice([0, 1, 1, 2]) if len(more) > 2 else 1):
        s[k] = copy.deepcopy(v)
    if t == 'array':
        s['items'] = schema(rng, depth + 1)
        if s.get('x-kubernetes-list-type') == 'map' and rng.random() < 0.9:
            s['items'] = {'type': 'object', 'required': ['name'], 'properties': {'name': {'type': 'string'}, 'v': schema(rng, 3)}}
            s['x-kubernetes-list-map-keys'] = ['name']
    if t == 'object':
        if rng.random() < 0.2:
            s['additionalProperties'] = schema(rng, depth + 1)
        else:
            s['properties'] = {k: schema(rng, depth + 1) for k in rng.sample('abcd', rng.choice([1, 2, 3]))}
    return s


def value(rng, s):
    """Something for a schema, not always what it wants."""
    t = s.get('type')
    if rng.random() < 0.12:
        return rng.choice(mutations.OTHERS)
    if t == 'object':
        p = s.get('properties') or {k: s.get('additionalProperties') or {} for k in 'ab'}
        o = {k: value(rng, v) for k, v in p.items() if rng.random() < 0.8}
        return {**o, 'unknown': 1} if rng.random() < 0.1 else o
    if t == 'array':
        return [value(rng, s.get('items') or {}) for _ in range(rng.choice([0, 1, 2, 3]))]
    return rng.choice({'string': ['a', 'aaa', 'bb', 'x', '2024-01-02T03:04:05Z', '10.0.0.1', 'd'], 'integer': [1, 2, 3, 7, 0], 'number': [0.5, 1, 2.5],
                       'boolean': [True, False]}.get(t, ['a', 1, None]))


def random_schema(rng, kinds):
    group, spec = '${U}.example.com', schema(rng)
    name = {'do': 'POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'body': {
        'apiVersion': 'apiextensions.k8s.io/v1', 'kind': 'CustomResourceDefinition', 'metadata': {'name': 'things.' + group}, 'spec': {
            'group': group, 'scope': 'Namespaced', 'names': {'plural': 'things', 'kind': 'Thing'}, 'versions': [{
                'name': 'v1', 'served': True, 'storage': True, 'subresources': rng.choice([{}, {'status': {}}]),
                'schema': {'openAPIV3Schema': {'type': 'object', 'properties': {'spec': spec, 'status': {'type': 'object', 'x-kubernetes-preserve-unknown-fields': True}}}}}]}}}
    path = '/apis/%s/v1/namespaces/${NS}/things' % group
    steps = [name, {'do': 'GET ' + path, 'until': {'code': 200}, 'within': 2, 'compare': 'code'}]
    for i in range(rng.choice([1, 2, 3])):
        body = {'apiVersion': group + '/v1', 'kind': 'Thing', 'metadata': {'name': 'x'}, 'spec': value(rng, spec)}
        if rng.random() < 0.1:
            body['status'] = {'a': 1}
        q = rng.choice(['', '', '?fieldValidation=Strict', '?fieldValidation=Ignore', '?dryRun=All'])
        steps.append({'do': 'POST ' + path + q, 'body': body} if i == 0 else rng.choice([
            {'do': 'PATCH ' + path + '/x' + (q or '?') + '&fieldManager=m', 'type': 'application/apply-patch+yaml', 'body': body},
            {'do': 'PATCH ' + path + '/x' + q, 'type': mutations.PATCHES[0], 'body': {'spec': value(rng, spec)}},
            {'do': 'PATCH ' + path + '/x' + q, 'type': mutations.PATCHES[3], 'body': [{'op': 'add', 'path': '/spec/a', 'value': value(rng, {})}]}]))
    if rng.random() < 0.3:
        steps.insert(2, {'do': 'PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.' + group, 'type': mutations.PATCHES[0], 'body': {'spec': rng.choice([
            {'scope': 'Cluster'}, {'group': 'x'}, {'names': {'kind': 'Other'}}, {'names': {'shortNames': ['th']}}, {'versions': []}, {'preserveUnknownFields': True},
            {'versions': [{'name': 'v2', 'served': True, 'storage': True, 'schema': {'openAPIV3Schema': {'type': 'object'}}}]},
            {'conversion': {'strategy': 'Webhook'}}, {'conversion': {'strategy': 'None', 'webhook': {'conversionReviewVersions': ['v1']}}}])}})
    return 'crd', steps


def serve(spec, subresources=None, status=None, **more):
    """The steps that define a resource `things` with a schema of its spec, and the path of its objects."""
    group = '${U}.example.com'
    properties = {'spec': spec, 'status': status or {'type': 'object', 'x-kubernetes-preserve-unknown-fields': True}}
    body = {'apiVersion': 'apiextensions.k8s.io/v1', 'kind': 'CustomResourceDefinition', 'metadata': {'name': 'things.' + group}, 'spec': {
        'group': group, 'scope': 'Namespaced', 'names': {'plural': 'things', 'kind': 'Thing'}, 'versions': [{
            'name': 'v1', 'served': True, 'storage': True, 'subresources': subresources or {},
            'schema': {'openAPIV3Schema': {'type': 'object', 'properties': properties, **more}}}]}}
    path = '/apis/%s/v1/namespaces/${NS}/things' % group
    return path, [{'do': 'POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'body': body},
                  {'do': 'GET ' + path, 'until': {'code': 200}, 'within': 2, 'compare': 'code'}]


def thing(spec, **more):
    return {'apiVersion': '${U}.example.com/v1', 'kind': 'Thing', 'metadata': {'name': 'x'}, 'spec': spec, **more}


STRING, INTEGER = {'type': 'string'}, {'type': 'integer'}
TYPES = {  # fields that rules speak of
    's': {'type': 'string', 'maxLength': 60}, 't': STRING, 'i': INTEGER, 'j': {'type': 'integer', 'format': 'int32'}, 'n': {'type': 'number'}, 'b': {'type': 'boolean'},
    'l': {'type': 'array', 'items': {'type': 'string', 'maxLength': 20}, 'maxItems': 10}, 'll': {'type': 'array', 'items': STRING},
    'm': {'type': 'object', 'additionalProperties': {'type': 'string', 'maxLength': 20}, 'maxProperties': 10}, 'mm': {'type': 'object', 'additionalProperties': INTEGER},
    'o': {'type': 'object', 'properties': {'a': {'type': 'string', 'maxLength': 20}, 'b': INTEGER, 'c': {'type': 'array', 'maxItems': 4, 'items': INTEGER}}},
    'k': {'type': 'array', 'maxItems': 5, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'], 'items': {
        'type': 'object', 'required': ['k'], 'properties': {'k': {'type': 'string', 'maxLength': 10}, 'v': INTEGER}}},
    'z': {'type': 'array', 'maxItems': 5, 'x-kubernetes-list-type': 'set', 'items': {'type': 'string', 'maxLength': 10}},
    'd': {'type': 'string', 'format': 'date-time'}, 'u': {'type': 'string', 'format': 'duration'}, 'y': {'type': 'string', 'format': 'byte'},
    'x': {'x-kubernetes-int-or-string': True}, 'a': {'type': 'object', 'x-kubernetes-preserve-unknown-fields': True}, 'w': {'type': 'string', 'nullable': True, 'maxLength': 9},
    'foo-bar': {'type': 'string', 'maxLength': 9}, 'namespace': {'type': 'string', 'maxLength': 9}, 'a__b': INTEGER, 'e': {'type': 'string', 'enum': ['A', 'B']}}
RULES = r'''
self.s == 'a' ;; self.s.size() < 3 ;; size(self.l) < 2 ;; self.l.all(x, x.startsWith('a')) ;; self.ll.all(x, x == 'a') ;; self.ll.all(x, self.ll.all(y, x != y || true)) ;; self.l.exists_one(x, x == 'a')
self.l.map(x, x.size()).sum() < 5 ;; self.l.filter(x, x > 'a').size() == 0 ;; self.m.all(k, self.m[k] == 'v') ;; 'a' in self.m ;; self.m.exists(k, k == 'a') ;; self.mm.all(k, self.mm[k] > 0)
has(self.o.a) && self.o.a == 'q' ;; self.o.c.sum() == 6 ;; self.o.c.isSorted() ;; self.o.c.max() < 3 ;; self.o.c.min() > 0 ;; self.o.c.indexOf(2) == 1 ;; self.o.b > 1 || self.i > 1 ;; self.k.exists(e, e.k == 'a' && e.v > 0)
self.k.all(e, e.v < 3) ;; self.k.map(e, e.k).isSorted() ;; self.z == ['b', 'a'] ;; 'a' in self.z ;; self.z.exists(x, x == 'b') ;; self.z + ['c'] == ['a', 'b', 'c'] ;; sets.contains(self.l, ['a']) ;; sets.equivalent(self.l, ['a', 'b'])
sets.intersects(self.z, ['q']) ;; self.d < timestamp('2024-01-01T00:00:00Z') ;; self.d.getFullYear() == 2024 ;; self.u > duration('1m') ;; self.u.getSeconds() < 100 ;; self.y == b'a' ;; size(self.y) == 1 ;; self.x == 1 ;; type(self.x) == int
type(self.x) == string ? self.x == '5%' : self.x > 3 ;; isQuantity(self.s) && quantity(self.s).isGreaterThan(quantity('1Mi')) ;; quantity(self.s).isInteger() ;; quantity('1k').compareTo(quantity(self.t)) == 0 ;; quantity(self.s).add(5).asInteger() == 6
quantity(self.s).sign() == 1 ;; quantity(self.s).asApproximateFloat() > 1.0 ;; isIP(self.s) && ip(self.s).family() == 4 ;; ip(self.s).isLoopback() ;; ip.isCanonical(self.s) ;; isCIDR(self.s) && cidr(self.s).containsIP('10.0.0.1')
cidr(self.s).masked().prefixLength() == 8 ;; cidr('10.0.0.0/8').containsCIDR(self.s) ;; string(ip(self.s)) == self.s ;; isURL(self.s) && url(self.s).getHostname() == 'x' ;; url(self.t).getScheme() == 'https' ;; url(self.s).getQuery().size() == 0
semver(self.s).isGreaterThan(semver('1.0.0')) ;; isSemver(self.s) ;; semver(self.s, true).major() == 1 ;; isSemver(self.s, true) ;; semver(self.s).compareTo(semver('1.2.3')) == 0 ;; !format.dns1123Label().validate(self.s).hasValue()
format.dns1123Subdomain().validate(self.s) == optional.none() ;; format.named('uuid').hasValue() ;; format.named('x').hasValue() ;; format.byte().validate(self.s).orValue([]).size() == 0 ;; format.datetime().validate(self.s).hasValue() ;; format.uri().validate(self.s).value()[0] == ''
self.s.matches('^[a-z]+$') ;; self.s.find('[0-9]+') == '1' ;; self.t.findAll('[a-z]') == ['a'] ;; self.t.findAll('[a-z]', 2).size() == 2 ;; self.s.matches('(') ;; self.s.matches(self.t) ;; self.s.contains('a') && self.s.endsWith('b')
self.s.lowerAscii() == 'a' ;; self.s.upperAscii() == 'A' ;; self.s.replace('a', 'b') == 'b' ;; self.s.split(',').size() == 2 ;; self.l.join('-') == 'a-b' ;; self.s.substring(1) == 'b' ;; self.s.substring(0, 9) == 'b' ;; self.s.trim() == 'a' ;; self.s.charAt(0) == 'a'
self.s.indexOf('b') == 1 ;; self.s.lastIndexOf('a') > 0 ;; self.s.reverse() == 'ba' ;; '%s-%d'.format([self.s, self.i]) == 'a-1' ;; '%x'.format([self.i]) == 'a' ;; 'a%'.format([]) == '' ;; strings.quote(self.s) == '"a"' ;; self.i / 0 == 1 ;; self.i % 2 == 0
self.i + 1 > 2 ;; -self.i < 0 ;; self.i * 9223372036854775807 > 0 ;; self.i == 1.0 ;; self.n > 1 ;; self.n == double(self.i) ;; int(self.n) == 1 ;; int(self.s) == 1 ;; uint(self.i) == 1u ;; string(self.i) == '1' ;; string(self.n) == '1.5' ;; string(self.b) == 'true'
self.i in [1, 2] ;; self.b ;; !self.b ;; self.b ? self.i > 0 : self.n > 0.0 ;; self.w == null ;; has(self.w) ;; self.?s.orValue('') == 'a' ;; self.?o.?a.hasValue() ;; self.m[?'a'].orValue('x') == 'v' ;; self.l[?5] == optional.none() ;; self.l[0] == 'a' ;; self.m['zz'] == 'a'
self.a == null ;; has(self.a.b) ;; self.a.b == 1 ;; dyn(self.i) == 'a' ;; self.e == 'A' ;; self.e in ['C'] ;; self.foo__dash__bar == 'a' ;; self.__namespace__ == 'a' ;; self.a__underscores__b == 1 ;; self.foo-bar == 'a' ;; self.namespace == 'a' ;; self.missing == 1
self == oldSelf ;; self.s == oldSelf.s ;; oldSelf.i <= self.i ;; !has(oldSelf.s) || self.s == oldSelf.s ;; oldSelf.hasValue() ;; oldSelf.orValue({}).size() > 0 ;; oldSelf.optMap(o, o.i).orValue(0) <= self.i ;; self.l.all(x, x in oldSelf.l) ;; self.?i == oldSelf.?i
cel.bind(x, self.i, x + x) == 2 ;; self.l.transformList(i, v, v + 'a').size() == 1 ;; self.m.transformMap(k, v, v + 'b').size() == 1 ;; self.l.all(i, v, i < 2 && v != '') ;; self.m.exists(k, v, k == v) ;; [1, 2, 3].slice(0, 2) == [1, 2] ;; self.l.distinct().size() == 2
self.l.sort() == ['a'] ;; self.l.reverse().size() == 1 ;; self.l.flatten().size() == 1 ;; lists.range(3) == [0, 1, 2] ;; math.greatest(self.i, 3) == 3 ;; math.abs(self.i) == 1 ;; base64.encode(self.y) == 'YQ==' ;; {'a': self.i}.a == 1 ;; {1: 'a'}[self.i] == 'a' ;; [self.i, 's'].size() == 2
self ;; self.i ;; 1 ;; 'true' ;; true ;; false ;; null == null ;; self.s == 1 ;; self.i == '1' ;; self.s + self.i == 'a' ;; size(self.i) == 1 ;; foo(self.s) ;; self.s. ;; self.s == ;; (self.s == 'a' ;; self.s = 'a' ;; self.s == 'a' && ;; x.y ;; self['s'] == 'a' ;; self.s == "a ;; 
self.metadata.name == 'x' ;; apiVersion == 'v1' ;; duration(self.s) > duration('1s') ;; timestamp(self.s) == timestamp(self.s) ;; self.d - timestamp('2024-01-01T00:00:00Z') > duration('1h') ;; self.d + self.u > self.d ;; self.ll.size() > 0 && self.ll[0].contains(self.t)
self.t.size() > 2 && self.t.matches('^(a|b)*$') ;; self.ll.map(x, x + self.t).exists(x, x == 'aa') ;; self.mm.map(k, k).all(k, k.startsWith('a')) ;; self.ll.exists(x, x.split('').exists(y, y == 'a')) ;; self.s.size() > 1 ? self.i == 1 : self.missing == 2
'''.strip().replace('\n', ' ;; ').split(' ;; ')
MESSAGES = ["'s is ' + self.s", 'string(self.i)', "'' ", "'  '", "'a\\nb'", "'x' + self.missing", 'self.i', "self.l.join(',')", "self.l[7]", "'%s'.format([self.o])", "oldSelf.s", 'self.', "'a' * 2", 'self.t + self.t']
VALUES = {'s': ['a', 'ab', '1', '1.2.3', '10.0.0.1', '10.0.0.0/8', '1Gi', 'https://x/y?a=b', 'v1.2', '', 'ü', 'a,b', '127.0.0.1', '::1', 'A b', 'a' * 61], 't': ['a', 'https://x', '1k', 'ab', '('],
          'i': [0, 1, 2, -1, 10, 9223372036854775807, 1.5, '1'], 'j': [1, 2147483648], 'n': [1, 1.5, 0, -2.25, 1e20], 'b': [True, False], 'l': [[], ['a'], ['a', 'b'], ['b', 'a', 'a'], ['x'] * 11], 'll': [['a'], [], ['a', 'b']],
          'm': [{'a': 'v'}, {}, {'b': 'c', 'a': 'v'}], 'mm': [{'a': 1}, {'a': 0, 'b': 2}], 'o': [{}, {'a': 'q'}, {'a': 'q', 'b': 2, 'c': [1, 2, 3]}, {'c': [3, 1]}, {'c': []}], 'x': [1, '5%', 7], 'a': [{}, {'b': 1}],
          'k': [[{'k': 'a', 'v': 1}], [{'k': 'b', 'v': 5}, {'k': 'a'}], [], [{'k': 'a'}, {'k': 'a'}]], 'z': [['a', 'b'], ['b', 'a'], ['a', 'a'], []], 'd': ['2024-01-02T03:04:05Z', '2023-12-31T23:59:59.5Z', 'x'],
          'u': ['1h', '30s', '1.5h', 'x'], 'y': ['YQ==', '', '?'], 'w': [None, 'w'], 'foo-bar': ['a', 'b'], 'namespace': ['a'], 'a__b': [1, 2], 'e': ['A', 'B', 'C']}


def spec(rng):
    return {k: copy.deepcopy(rng.choice(v)) for k, v in VALUES.items() if rng.random() < 0.75}


def rule(rng, text=None):
    r = {'rule': text or rng.choice(RULES)}
    for k, p, vs in (('message', 0.25, ['no', '', 'a\nb', ' ', 'x' * 2050]), ('messageExpression', 0.3, MESSAGES), ('optionalOldSelf', 0.15, [True, False]),
                     ('reason', 0.2, ['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate', 'Other', '']),
                     ('fieldPath', 0.2, ['.s', '.o.a', '.m.a', ".m['a']", '.l', '.l[0]', '.k', 's', '.missing', '', '.', ".foo-bar", "['foo-bar']", '.o..a', '.a.b'])):
        if rng.random() < p:
            r[k] = rng.choice(vs)
    return r


def ruled(rng, kinds):
    """Rules over all types of fields: which ones are taken, what they say of objects and of their changes."""
    whole = {'type': 'object', 'properties': copy.deepcopy(TYPES), 'x-kubernetes-validations': [rule(rng) for _ in range(rng.choice([1, 1, 2, 3]))]}
    if rng.random() < 0.4:  # a rule of a single field, also below lists
        at = rng.choice([whole['properties'][k] for k in TYPES] + [whole['properties'][k]['items'] for k in ('l', 'k', 'z', 'll')] + [whole['properties']['m']['additionalProperties']])
        at['x-kubernetes-validations'] = [rule(rng, rng.choice(['self == oldSelf', 'self != oldSelf', "self != 'a'", 'self > 1', 'self.size() < 2', 'size(self) > 0', 'true', 'self.v > 0', 'oldSelf.hasValue()',
                                                                "self.all(x, x != 'a')", 'self.k == oldSelf.k', 'self.matches("^a")']))]
    path, steps = serve(whole, rng.choice([{}, {}, {'status': {}}]), **({'x-kubernetes-validations': [rule(rng, rng.choice([
        "self.metadata.name != 'x'", "self.metadata.name.startsWith('a')", 'self.spec.i > 0', 'has(self.status)', "self.kind == 'Thing'", 'self.metadata.labels.size() > 0', 'self.spec == oldSelf.spec']))]}
        if rng.random() < 0.15 else {}))
    return 'crd', steps + objects(rng, path, spec)


def objects(rng, path, make):
    """An object, and what several managers do to it."""
    steps = [{'do': 'POST ' + path + rng.choice(['', '', '?fieldManager=a']), 'body': thing(make(rng))}]
    for _ in range(rng.choice([1, 2, 3])):
        who = rng.choice('abc')
        steps.append(rng.choice([
            {'do': 'POST ' + path, 'body': thing(make(rng))}, {'do': 'PUT ' + path + '/x?fieldManager=' + who, 'body': thing(make(rng))},
            {'do': 'PATCH %s/x?fieldManager=%s' % (path, who), 'type': mutations.PATCHES[0], 'body': {'spec': make(rng)}},
            {'do': 'PATCH %s/x?fieldManager=%s%s' % (path, who, rng.choice(['', '&force=true'])), 'type': mutations.PATCHES[2], 'body': thing(make(rng))},
            {'do': 'PATCH %s/x?fieldManager=%s%s' % (path, who, rng.choice(['', '&force=true'])), 'type': mutations.PATCHES[2], 'body': thing(make(rng))}]))
    return steps + [{'do': 'GET ' + path + '/x'}]


def lists(rng, kinds):
    """Lists and maps of all types, which several managers share."""
    def entry(*keys, **properties):
        return {'type': 'object', 'required': [k for k in keys if k not in ('p',)], 'properties': {
            **{k: {'type': 'string', **({'default': 'TCP'} if k == 'p' else {})} if k != 'n' else INTEGER for k in keys}, 'v': STRING, 'w': INTEGER, **properties}}

    def array(kind, items, *keys):
        return {'type': 'array', 'items': items, **({'x-kubernetes-list-type': kind} if kind else {}), **({'x-kubernetes-list-map-keys': [*keys]} if keys else {})}
    inner = array('map', entry('k'), 'k')
    whole = {'type': 'object', 'properties': {
        'one': array('map', entry('k', deep=inner, tags=array('set', STRING)), 'k'), 'two': array('map', entry('n', 'p'), 'n', 'p'), 'set': array('set', STRING),
        'numbers': array('set', INTEGER), 'atomic': array('atomic', entry('k')), 'plain': array(None, entry('k')), 'map': {'type': 'object', 'additionalProperties': entry('k')},
        'granular': {'type': 'object', 'x-kubernetes-map-type': 'granular', 'properties': {'a': STRING, 'b': STRING}},
        'whole': {'type': 'object', 'x-kubernetes-map-type': 'atomic', 'properties': {'a': STRING, 'b': STRING}},
        'free': {'type': 'object', 'x-kubernetes-preserve-unknown-fields': True}, 'given': {'type': 'string', 'default': 'd'}, 'null': {'type': 'string', 'nullable': True}}}

    def some(rng, *keys):
        e = {k: rng.choice([80, 443] if k == 'n' else ['TCP', 'UDP'] if k == 'p' else ['a', 'b', 'c']) for k in keys if k != 'p' or rng.random() < 0.6}
        if rng.random() < 0.06 and keys:
            e.pop(keys[0], None)
        return {**e, **{k: v for k, v in (('v', rng.choice(['x', 'y', None])), ('w', rng.choice([1, 2]))) if rng.random() < 0.5}, **({'bogus': 1} if rng.random() < 0.05 else {})}

    def several(rng, what):
        return [what() for _ in range(rng.choice([0, 1, 1, 2, 2, 3]))]

    def value(rng):
        makers = {
            'one': lambda: several(rng, lambda: {**some(rng, 'k'), **({'deep': several(rng, lambda: some(rng, 'k'))} if rng.random() < 0.4 else {}),
                                                 **({'tags': several(rng, lambda: rng.choice('abc'))} if rng.random() < 0.4 else {})}),
            'two': lambda: several(rng, lambda: some(rng, 'n', 'p')), 'set': lambda: several(rng, lambda: rng.choice('abcd')), 'numbers': lambda: several(rng, lambda: rng.choice([1, 2, 3])),
            'atomic': lambda: several(rng, lambda: some(rng, 'k')), 'plain': lambda: several(rng, lambda: some(rng, 'k')), 'map': lambda: {k: some(rng, 'k') for k in rng.sample('abc', 2)},
            'granular': lambda: {k: 'x' for k in rng.sample('abz', 1)}, 'whole': lambda: {k: rng.choice('xy') for k in rng.sample('abz', 1)},
            'free': lambda: rng.choice([{'a': 1}, {'a': {'b': [1, {'k': 'v'}]}}, {'b': 2}, {}]), 'given': lambda: rng.choice(['d', 'e', None]), 'null': lambda: rng.choice([None, 'n'])}
        v = {k: makers[k]() for k in rng.sample(sorted(makers), rng.choice([1, 2, 2, 3]))}
        if rng.random() < 0.1:
            v['pruned'] = rng.choice([1, {'a': 1}])
        return v
    path, steps = serve(whole, rng.choice([{}, {'status': {}}]))
    return 'apply', steps + objects(rng, path, value)


MAKERS = [(random_schema, 30), (ruled, 45), (lists, 35)]
