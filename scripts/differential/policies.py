"""Admission policies at work, and conditions of webhooks that nobody answers: expressions over objects, requests, parameters,
namespaces and what a user may do."""
import copy

import generators
import mutations

GROUP = '/apis/admissionregistration.k8s.io/v1/'
HERE = {'matchLabels': {'kubernetes.io/metadata.name': '${NS}'}}
EXPRESSIONS = r'''
object.metadata.name != 'bad' ;; object.metadata.?labels.orValue({}).size() > 0 ;; has(object.metadata.labels) && 'a' in object.metadata.labels ;; object.metadata.labels.a == 'b' ;; oldObject == null ;; oldObject != null
object == null || object.metadata.name == 'x' ;; request.operation == 'CREATE' ;; request.operation in ['UPDATE', 'DELETE'] ;; request.kind.kind == 'ConfigMap' ;; request.resource.resource == 'configmaps' ;; request.subResource == ''
request.name == 'x' ;; request.namespace == object.metadata.namespace ;; request.dryRun ;; request.userInfo.username == 'joe' ;; 'system:masters' in request.userInfo.groups ;; request.userInfo.extra.size() == 0 ;; request.uid != ''
request.options.kind == 'CreateOptions' ;; request.options.fieldManager == 'm' ;; request.?options.?dryRun.hasValue() ;; request.object.metadata.name == 'x' ;; request.requestKind.group == '' ;; request.requestResource.version == 'v1'
namespaceObject.metadata.name == '${NS}' ;; namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == request.namespace ;; namespaceObject.status.phase == 'Active' ;; namespaceObject.missing == 1 ;; has(namespaceObject.spec.finalizers)
params == null ;; params.data.max == '3' ;; params.?data.?max.orValue('9') == '3' ;; int(params.data.max) > 1 ;; params.metadata.name == 'p' ;; params.missing == 1
authorizer.group('').resource('pods').namespace(request.namespace).check('get').allowed() ;; authorizer.group('apps').resource('deployments').check('delete').reason() == '' ;; authorizer.path('/healthz').check('get').allowed()
authorizer.requestResource.check('custom').allowed() ;; authorizer.serviceAccount(request.namespace, 'default').group('').resource('pods').check('get').allowed() ;; authorizer.group('').resource('pods').subresource('log').name('x').check('get').errored()
authorizer.group('').resource('pods').labelSelector('a=b').check('list').allowed() ;; authorizer.group('').resource('pods').fieldSelector('x y').check('list').error() == '' ;; authorizer.requestResource.check('create').error() == ''
object.data.all(k, k != 'bad') ;; object.data.size() < 2 ;; object.data['a'] == '1' ;; int(object.data.a) > 3 ;; object.data.a.matches('^[0-9]+$') ;; object.missing == 1 ;; object.data.missing == 'x' ;; object.spec.replicas <= 3
object.spec.containers.all(c, c.image.startsWith('ex.com/')) ;; object.spec.template.spec.containers.all(c, has(c.resources)) ;; object.spec.replicas > oldObject.spec.replicas ;; object.metadata.creationTimestamp > timestamp('2020-01-01T00:00:00Z')
variables.x ;; variables.y == 1 ;; variables.x && variables.y > 0 ;; variables.missing ;; quantity('1Gi').isGreaterThan(quantity(object.data.a)) ;; isQuantity(object.data.a) ;; object.metadata.uid != oldObject.metadata.uid ;; object.data == oldObject.data
object.apiVersion == 'v1' && object.kind == 'ConfigMap' ;; type(object.data) == map ;; dyn(object).x == 1 ;; object.metadata.generation > 0 ;; object.metadata.managedFields.size() >= 0 ;; string(object.immutable) == 'true' ;; !object.?immutable.orValue(false)
1 / 0 == 1 ;; [1][2] == 1 ;; {'a': true}['b'] ;; true ;; false ;; 1 ;; 'x' ;; null ;; object ;; object. ;; foo ;; object.x( ;; self.x ;; request.bogus == 1 ;; request.kind == 'x' ;; 'a' + 1 == 'b' ;; object.metadata.name ;; size(object.data) ;; format.dns1123Label().validate(object.metadata.name).hasValue()
'''.strip().replace('\n', ' ;; ').split(' ;; ')
GOOD = EXPRESSIONS[:-14]
MESSAGES = ["'no ' + object.metadata.name", 'request.operation', "'x' + params.data.max", "''", "'a\\nb'", "object.missing", '1', "string(variables.y)", "'%s is bad'.format([object.metadata.name])", "namespaceObject.metadata.name",
            "authorizer.group('').resource('pods').check('get').reason()", "'x' * 2", "oldObject.metadata.name", "' '"]
PATCHES = ["Object{metadata: Object.metadata{labels: Object.metadata.labels{added: 'x'}}}", "Object{metadata: Object.metadata{labels: {'added': 'x'}}}", "Object{data: {'b': object.data.a + '!'}}", 'Object{}', 'object',
           "Object{spec: Object.spec{replicas: 2}}", "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: 'c', image: 'j'}]}}}}",
           "Object{spec: Object.spec{bogus: 1}}", "Object{metadata: Object.metadata{name: 'other'}}", "Object{metadata: Object.metadata{annotations: {'k': request.operation, 'n': namespaceObject.metadata.name}}}", "Object{data: object.data}",
           "Object{metadata: Object.metadata{labels: Object.metadata.labels{?a: optional.none()}}}", "1", "Object{", "Object{data: 1}", "Object{immutable: true}", "has(object.data) ? Object{data: {'c': string(size(object.data))}} : Object{}"]
OPERATIONS = ["[JSONPatch{op: 'add', path: '/metadata/labels', value: {'added': 'x'}}]", "[JSONPatch{op: 'add', path: '/data/' + jsonpatch.escapeKey('x/y'), value: 'v'}]", '[]', "[JSONPatch{op: 'remove', path: '/data/a'}]",
              "[JSONPatch{op: 'test', path: '/data/a', value: '1'}, JSONPatch{op: 'replace', path: '/data/a', value: '2'}]", "[JSONPatch{op: 'add', path: '/bogus', value: 1}]", "[JSONPatch{op: 'copy', from: '/data/a', path: '/data/b'}]",
              "[JSONPatch{op: 'replace', path: '/metadata/name', value: 'y'}]", "[JSONPatch{op: 'x', path: '/a'}]", "JSONPatch{op: 'add'}", "[JSONPatch{path: '/a', value: 1}]", "[JSONPatch{op: 'add', path: '/data', value: Object.data{a: 'q'}}]",
              "[JSONPatch{op: 'move', from: '/data/zz', path: '/data/b'}]", "[1]", "has(object.metadata.labels) ? [] : [JSONPatch{op: 'add', path: '/metadata/labels', value: {}}]"]
RULES = [{'apiGroups': [''], 'apiVersions': ['v1'], 'operations': ['*'], 'resources': ['configmaps'], 'scope': 'Namespaced'},
         {'apiGroups': ['', 'apps'], 'apiVersions': ['*'], 'operations': ['CREATE', 'UPDATE', 'DELETE'], 'resources': ['configmaps', 'pods', 'deployments', '*/status', '*/scale'], 'scope': 'Namespaced'},
         {'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['CREATE', 'CONNECT'], 'resources': ['configmaps', 'pods', 'pods/*', 'deployments/*'], 'scope': 'Namespaced'}]


def condition(rng, name='c'):
    return {'name': name, 'expression': rng.choice(GOOD if rng.random() < 0.8 else EXPRESSIONS)}


def maybe(rng, body, **more):
    """Adds each of some members with its probability: name=(probability, maker)."""
    for k, (p, make) in more.items():
        if rng.random() < p:
            body[k] = make()
    return body


def expression(rng):
    return rng.choice(GOOD if rng.random() < 0.85 else EXPRESSIONS)


def validation(rng):
    return maybe(rng, {'expression': expression(rng)}, message=(0.3, lambda: rng.choice(['no', 'a\nb', '', ' x '])), messageExpression=(0.35, lambda: rng.choice(MESSAGES)),
                 reason=(0.25, lambda: rng.choice(['Forbidden', 'Unauthorized', 'Invalid', 'RequestEntityTooLarge', 'Conflict', 'x'])))


def common(rng, spec):
    return maybe(rng, spec, failurePolicy=(0.5, lambda: rng.choice(['Fail', 'Ignore'])), matchConditions=(0.35, lambda: [condition(rng, n) for n in rng.choice(['a', 'ab', 'aa'])]),
                 variables=(0.5, lambda: [{'name': 'x', 'expression': expression(rng)}, {'name': rng.choice(['y', 'y', 'x', 'a b']), 'expression': rng.choice(['1', 'size(object.metadata.name)', 'variables.x ? 1 : 2', '1/0', 'variables.z'])}]),
                 paramKind=(0.35, lambda: {'apiVersion': 'v1', 'kind': rng.choice(['ConfigMap', 'ConfigMap', 'ConfigMap', 'Secret', 'Nothing'])}))


def requests(rng):
    """What a policy is asked about."""
    path, body = generators.thing(rng) if rng.random() < 0.3 else ('/api/v1/namespaces/${NS}/configmaps', {
        'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'x'}, 'data': rng.choice([{'a': '1'}, {'a': '7', 'bad': 'x'}, {}])})
    if rng.random() < 0.4:
        body['metadata']['labels'] = {'a': rng.choice('bc')}
    steps = [{'do': 'POST ' + path + rng.choice(['', '', '?dryRun=All', '?fieldManager=m']), 'body': body}]
    for _ in range(rng.choice([0, 1, 2, 3])):
        steps.append(copy.deepcopy(rng.choice([
            {'do': 'PATCH ' + path + '/x', 'type': mutations.PATCHES[0], 'body': {'metadata': {'labels': {'a': 'd'}}}}, {'do': 'PUT ' + path + '/x', 'body': body}, {'do': 'DELETE ' + path + '/x'},
            {'do': 'PATCH ' + path + '/x?fieldManager=m', 'type': mutations.PATCHES[2], 'body': body}, {'do': 'POST ' + path, 'body': {**body, 'metadata': {'generateName': 'g-'}}},
            {'do': 'DELETE ' + path}, {'do': 'POST ' + path, 'body': body, 'as': {'user': 'joe', 'groups': ['system:masters']}}])))
    return steps


def working(rng, kinds):
    """A policy, its binding, and what they do to requests. It is there once a further policy refuses what is named `ready`."""
    kind = rng.choice(['Validating', 'Validating', 'Mutating'])
    constraints = {'namespaceSelector': HERE, 'resourceRules': [copy.deepcopy(rng.choice(RULES))]}
    maybe(rng, constraints, objectSelector=(0.15, lambda: {'matchLabels': {'a': 'b'}}), matchPolicy=(0.2, lambda: rng.choice(['Exact', 'Equivalent'])),
          excludeResourceRules=(0.1, lambda: [{**RULES[0], 'operations': ['UPDATE']}]))
    spec = common(rng, {'matchConstraints': constraints})
    if kind == 'Validating':
        maybe(rng, spec, auditAnnotations=(0.2, lambda: [{'key': rng.choice(['k', 'a b', 'k']), 'valueExpression': rng.choice(["'v'", "object.metadata.name", '1', 'null', "object.missing"])}]))
        spec['validations'] = [validation(rng) for _ in range(rng.choice([1, 1, 2, 3]))]
    else:
        spec['reinvocationPolicy'] = rng.choice(['Never', 'IfNeeded'])
        spec['mutations'] = [rng.choice([{'patchType': 'ApplyConfiguration', 'applyConfiguration': {'expression': rng.choice(PATCHES)}},
                                         {'patchType': 'JSONPatch', 'jsonPatch': {'expression': rng.choice(OPERATIONS)}}]) for _ in range(rng.choice([1, 1, 2]))]
    binding = {'policyName': 'p-${U}', 'matchResources': {'namespaceSelector': HERE}}
    if kind == 'Validating':
        binding['validationActions'] = rng.choice([['Deny'], ['Deny'], ['Deny'], ['Warn'], ['Audit'], ['Warn', 'Audit'], ['Deny', 'Audit']])
    if 'paramKind' in spec and rng.random() < 0.9:
        binding['paramRef'] = maybe(rng, rng.choice([{'name': 'p'}, {'name': 'p'}, {'selector': {'matchLabels': {'p': 'q'}}}, {'name': 'missing'}, {'selector': {}}]),
                                    namespace=(0.5, lambda: '${NS}'), parameterNotFoundAction=(0.9, lambda: rng.choice(['Allow', 'Deny'])))
    steps = [{'do': 'POST /api/v1/namespaces/${NS}/configmaps', 'body': {'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'p', 'labels': {'p': 'q'}}, 'data': {'max': rng.choice(['3', 'x'])}}}] if 'paramKind' in spec else []
    steps += [post(kind + 'AdmissionPolicy', 'p-${U}', spec), post(kind + 'AdmissionPolicyBinding', 'b-${U}', binding)]
    sign = {'matchConstraints': {'namespaceSelector': HERE, 'resourceRules': [{**RULES[0], 'operations': ['CREATE'], 'resources': ['secrets']}]}, 'validations': [{'expression': "object.metadata.name != 'ready'"}]}
    steps += [post('ValidatingAdmissionPolicy', 's-${U}', sign), post('ValidatingAdmissionPolicyBinding', 't-${U}', {'policyName': 's-${U}', 'validationActions': ['Deny'], 'matchResources': {'namespaceSelector': HERE}}),
              {'do': 'POST /api/v1/namespaces/${NS}/secrets?dryRun=All', 'body': {'apiVersion': 'v1', 'kind': 'Secret', 'metadata': {'name': 'ready'}}, 'until': {'code': 422}, 'within': 6, 'compare': 'code'},
              {'sleep': 1.2 if 'paramKind' in spec else 0.3}]
    return 'admission', steps + requests(rng)


def post(kind, name, spec):
    plural = kind[0].lower() + kind[1:]
    return {'do': 'POST ' + GROUP + (plural[:-1] + 'ies' if plural.endswith('y') else plural + 's').lower(),
            'body': {'apiVersion': 'admissionregistration.k8s.io/v1', 'kind': kind, 'metadata': {'name': name}, 'spec': spec}}


def lasting():
    """Policies that are always there and concern nobody: without them upstream's caches of parameters stop with the last policy
    that has some, and do not go on with the next."""
    for kind in ('Validating', 'Mutating'):
        for params in ('ConfigMap', 'Secret'):
            name = 'lasting-' + params.lower()
            spec = {'paramKind': {'apiVersion': 'v1', 'kind': params}, 'matchConstraints': {'resourceRules': [{'apiGroups': ['none.example.com'], 'apiVersions': ['v1'], 'operations': ['CREATE'], 'resources': ['nones']}]}}
            spec.update({'validations': [{'expression': 'true'}]} if kind == 'Validating' else {'reinvocationPolicy': 'Never', 'mutations': [{'patchType': 'ApplyConfiguration', 'applyConfiguration': {'expression': 'Object{}'}}]})
            binding = {'policyName': name, 'paramRef': {'name': 'none', 'namespace': 'default', 'parameterNotFoundAction': 'Allow'}}
            yield post(kind + 'AdmissionPolicy', name, spec)
            yield post(kind + 'AdmissionPolicyBinding', name, binding if kind == 'Mutating' else {**binding, 'validationActions': ['Deny']})


def hooks(rng, kinds):
    """Webhooks that nobody answers, where their conditions let a request through to them."""
    kind = rng.choice(['Validating', 'Mutating'])
    hook = {'name': 'a.${U}.ex.com', 'admissionReviewVersions': ['v1'], 'sideEffects': rng.choice(['None', 'NoneOnDryRun']), 'namespaceSelector': HERE,
            'clientConfig': rng.choice([{'url': 'https://127.0.0.1:1/x'}, {'service': {'namespace': '${NS}', 'name': 'none'}}]), 'rules': [copy.deepcopy(rng.choice(RULES))],
            'failurePolicy': rng.choice(['Fail', 'Fail', 'Ignore']), 'timeoutSeconds': rng.choice([1, 5])}
    maybe(rng, hook, matchConditions=(0.85, lambda: [condition(rng, n) for n in rng.choice(['a', 'ab'])]), objectSelector=(0.2, lambda: {'matchLabels': {'a': 'b'}}), matchPolicy=(0.2, lambda: 'Exact'))
    body = {'apiVersion': 'admissionregistration.k8s.io/v1', 'kind': kind + 'WebhookConfiguration', 'metadata': {'name': 'w-${U}'}, 'webhooks': [hook]}
    return 'admission', [{'do': 'POST ' + GROUP + kind.lower() + 'webhookconfigurations', 'body': body}, {'sleep': 1.2}] + requests(rng)


MAKERS = [(working, 40), (hooks, 12)]
