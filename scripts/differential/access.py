"""Who may do what: roles that would give more than their writer has, reviews of all kinds, tokens, and the parts of pods."""
import copy

import mutations

RBAC = '/apis/rbac.authorization.k8s.io/v1/'
VERBS, GROUPS = ['get', 'list', 'watch', 'create', 'update', 'delete', '*', 'bind', 'escalate', 'impersonate', 'x'], ['', 'apps', '*', 'rbac.authorization.k8s.io', 'ex.com']
RESOURCES = ['pods', 'pods/log', '*/status', '*', 'deployments', 'roles', 'clusterroles', 'rolebindings', 'pods/*', 'secrets']
PATHS = ['/healthz', '/healthz/*', '*', '/api', '/a*', '/*/x', 'x']


def grant(rng, cluster=False):
    """One rule of a role."""
    if cluster and rng.random() < 0.25:
        return {'verbs': some(rng, VERBS), 'nonResourceURLs': some(rng, PATHS)}
    r = {'verbs': some(rng, VERBS), 'apiGroups': some(rng, GROUPS), 'resources': some(rng, RESOURCES)}
    if rng.random() < 0.25:
        r['resourceNames'] = some(rng, ['x', 'y', ''])
    if rng.random() < 0.06:
        r.pop(rng.choice(sorted(r)))
    return r


def some(rng, values):
    return rng.sample(values, rng.choice([1, 1, 1, 2, 3]))


def role(rng, kind, name, rules=None):
    body = {'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': kind, 'metadata': {'name': name}, 'rules': rules if rules is not None else [grant(rng, kind == 'ClusterRole') for _ in range(rng.choice([1, 1, 2]))]}
    if kind == 'ClusterRole' and rng.random() < 0.08:
        body['aggregationRule'] = {'clusterRoleSelectors': rng.choice([[], [{'matchLabels': {'${U}': 'x'}}], [{'matchLabels': {'a b': ''}}]])}
    return {'do': 'POST ' + RBAC + (kind.lower() + 's' if kind == 'ClusterRole' else 'namespaces/${NS}/roles'), 'body': body}


def binding(kind, name, to, role_kind, *subjects):
    body = {'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': kind, 'metadata': {'name': name}, 'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': role_kind, 'name': to}, 'subjects': [*subjects]}
    return {'do': 'POST ' + RBAC + ('clusterrolebindings' if kind == 'ClusterRoleBinding' else 'namespaces/${NS}/rolebindings'), 'body': body}


JOE = {'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'User', 'name': 'joe-${U}'}


def granted(rng):
    """Joe gets some rights, and those that he needs to write roles at all."""
    writer = [{'verbs': ['create', 'update', 'patch', 'get', *rng.choice([[], [], ['bind'], ['escalate']])], 'apiGroups': ['rbac.authorization.k8s.io'], 'resources': ['*']}]
    mine = [grant(rng, True) for _ in range(rng.choice([1, 2, 3]))]
    return [role(rng, 'ClusterRole', 'w-${U}', writer), binding('ClusterRoleBinding', 'w-${U}', 'w-${U}', 'ClusterRole', JOE),
            role(rng, 'ClusterRole', 'm-${U}', mine), rng.choice([binding('ClusterRoleBinding', 'm-${U}', 'm-${U}', 'ClusterRole', JOE), binding('RoleBinding', 'm', 'm-${U}', 'ClusterRole', JOE)]),
            {'do': 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'as': 'joe-${U}', 'until': {'status.allowed': True}, 'within': 3, 'compare': 'code', 'body': {
                'apiVersion': 'authorization.k8s.io/v1', 'kind': 'SelfSubjectAccessReview', 'spec': {'resourceAttributes': {'verb': 'create', 'group': 'rbac.authorization.k8s.io', 'resource': 'roles'}}}}, {'sleep': 0.3}]


def escalation(rng, kinds):
    steps = granted(rng)
    for _ in range(rng.choice([1, 2, 3])):
        kind = rng.choice(['Role', 'ClusterRole'])
        s = rng.choice([
            lambda: role(rng, kind, 'n-${U}'), lambda: role(rng, kind, 'n-${U}'),
            lambda: {'do': 'PATCH %s%s' % (RBAC, rng.choice(['clusterroles/m-${U}', 'clusterroles/w-${U}'])), 'type': mutations.PATCHES[0], 'body': {'rules': [grant(rng, True)]}},
            lambda: binding(rng.choice(['RoleBinding', 'ClusterRoleBinding']), 'n-${U}', rng.choice(['m-${U}', 'w-${U}', 'view', 'cluster-admin', 'missing-${U}', 'system:basic-user']), rng.choice(['ClusterRole', 'ClusterRole', 'Role']),
                            rng.choice([JOE, {'kind': 'ServiceAccount', 'name': 'default', 'namespace': '${NS}'}, {'kind': 'Group', 'name': 'g'}, {'kind': 'ServiceAccount', 'name': 'x'}, {'kind': 'Robot', 'name': 'x'}]))])()
        steps.append({**s, 'as': rng.choice(['joe-${U}', 'joe-${U}', {'user': 'joe-${U}', 'groups': ['a', 'b']}])})
    return 'auth', steps


def reviewed(rng, kinds):
    """Reviews by several kinds, of users with and without rights."""
    steps = granted(rng) if rng.random() < 0.6 else []
    for _ in range(rng.choice([1, 2, 3])):
        kind = rng.choice(['SubjectAccessReview', 'SubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SelfSubjectReview', 'TokenReview'])
        spec = {}
        if kind.endswith('AccessReview'):
            if rng.random() < 0.8:
                a = {'verb': rng.choice(VERBS), 'group': rng.choice(GROUPS), 'resource': rng.choice(RESOURCES), 'namespace': rng.choice(['${NS}', '${NS}', '', 'x'])}
                for k, p, vs in (('name', 0.3, ['x', 'y']), ('subresource', 0.2, ['log', 'status', '*']), ('version', 0.1, ['v1', '*']),
                                 ('labelSelector', 0.15, [{'rawSelector': 'a=b'}, {'rawSelector': 'a b'}, {'requirements': [{'key': 'a', 'operator': 'In', 'values': ['b']}]}, {'requirements': [{'key': '', 'operator': 'x'}]},
                                                          {}, {'rawSelector': 'a', 'requirements': [{'key': 'a', 'operator': 'Exists'}]}, {'requirements': [{'key': 'a', 'operator': 'In'}]}]),
                                 ('fieldSelector', 0.15, [{'rawSelector': 'spec.nodeName=x'}, {'rawSelector': 'a'}, {'requirements': [{'key': 'a', 'operator': 'NotIn', 'values': ['b', 'c']}]}, {'requirements': []}])):
                    if rng.random() < p:
                        a[k] = rng.choice(vs)
                spec['resourceAttributes'] = a
            if not spec or rng.random() < 0.1:
                spec['nonResourceAttributes'] = {'path': rng.choice(PATHS), 'verb': rng.choice(['get', 'post', '*', ''])}
            if not kind.startswith('Self'):
                spec.update(rng.choice([{'user': 'joe-${U}'}, {'user': 'joe-${U}', 'groups': ['system:authenticated', 'x']}, {'groups': ['system:masters']}, {'user': 'system:serviceaccount:${NS}:default'}, {}, {'uid': 'x'},
                                        {'user': 'system:node:x', 'groups': ['system:nodes']}, {'user': 'x', 'extra': {'k': ['v']}}]))
        elif kind == 'SelfSubjectRulesReview':
            spec = rng.choice([{'namespace': '${NS}'}, {'namespace': 'x'}, {}, {'namespace': ''}])
        elif kind == 'TokenReview':
            spec = rng.choice([{'token': 'x'}, {}, {'token': 'a.b.c', 'audiences': ['x']}, {'token': ''}])
        group = 'authentication' if kind in ('SelfSubjectReview', 'TokenReview') else 'authorization'
        path = '/apis/%s.k8s.io/v1/%s%ss' % (group, 'namespaces/${NS}/' if kind.startswith('Local') else '', kind.lower())
        body = {'apiVersion': group + '.k8s.io/v1', 'kind': kind, **({'spec': spec} if kind != 'SelfSubjectReview' else {})}
        if rng.random() < 0.1:
            body['metadata'] = rng.choice([{'name': 'x'}, {'labels': {'a': 'b'}}, {'namespace': '${NS}'}])
        s = {'do': 'POST ' + path + rng.choice(['', '', '', '?dryRun=All', '?fieldValidation=Strict']), 'body': body}
        if kind.startswith('Self'):
            s['as'] = rng.choice(['joe-${U}', {'user': 'joe-${U}', 'groups': ['g', 'h'], 'uid': 'u', 'extra': {'a': 'b'}}, 'system:anonymous', 'system:serviceaccount:${NS}:default'])
        steps.append(s)
    return 'auth', steps


def tokens(rng, kinds):
    """Requests for tokens, bound to all sorts of objects."""
    pod = {'do': 'POST /api/v1/namespaces/${NS}/pods', 'save': {'UID': 'metadata.uid'}, 'body': {'apiVersion': 'v1', 'kind': 'Pod', 'metadata': {'name': 'x'}, 'spec': {
        'serviceAccountName': rng.choice(['default', 'default', 'other']), 'containers': [{'name': 'c', 'image': 'i'}]}}}
    secret = {'do': 'POST /api/v1/namespaces/${NS}/secrets', 'body': {'apiVersion': 'v1', 'kind': 'Secret', 'metadata': {'name': 's', 'annotations': {'kubernetes.io/service-account.name': rng.choice(['default', 'none'])}},
                                                                    'type': rng.choice(['kubernetes.io/service-account-token', 'Opaque'])}}
    steps = [pod, secret]
    for _ in range(rng.choice([1, 2])):
        spec = {}
        for k, p, vs in (('audiences', 0.6, [['a'], ['a', 'b'], [], [''], ['a', 'a'], None]), ('expirationSeconds', 0.6, [600, 599, 0, 3600, 1 << 32, 4294967297, 3607, -1, 86400 * 400, None]),
                         ('boundObjectRef', 0.6, [{'apiVersion': 'v1', 'kind': 'Pod', 'name': 'x'}, {'apiVersion': 'v1', 'kind': 'Pod', 'name': 'x', 'uid': '${UID}'}, {'apiVersion': 'v1', 'kind': 'Pod', 'name': 'x', 'uid': 'y'}, {},
                                                  {'apiVersion': 'v1', 'kind': 'Secret', 'name': 's'}, {'apiVersion': 'v1', 'kind': 'Node', 'name': 'none'}, {'apiVersion': 'apps/v1', 'kind': 'Deployment', 'name': 'x'}, {'kind': 'Pod', 'name': 'x'},
                                                  {'apiVersion': 'v1', 'kind': 'Pod', 'name': 'none'}, {'apiVersion': 'v1', 'kind': 'Pod'}, {'apiVersion': 'x', 'kind': 'Pod', 'name': 'x'}])):
            if rng.random() < p:
                spec[k] = copy.deepcopy(rng.choice(vs))
        body = {'apiVersion': 'authentication.k8s.io/v1', 'kind': 'TokenRequest', 'spec': spec}
        if rng.random() < 0.15:
            body['metadata'] = rng.choice([{'name': 'default'}, {'name': 'x'}, {'namespace': '${NS}'}, {'namespace': 'x'}])
        steps.append({'do': 'POST /api/v1/namespaces/${NS}/serviceaccounts/%s/token%s' % (rng.choice(['default', 'default', 'default', 'none']), rng.choice(['', '', '?dryRun=All'])), 'body': body})
    return 'subresource', steps


POD = '/api/v1/namespaces/${NS}/pods'


def parts(rng, kinds):
    """What is done to pods by their subresources."""
    container = {'name': 'c', 'image': 'i', 'resources': rng.choice([{}, {'requests': {'cpu': '100m', 'memory': '1Mi'}}, {'limits': {'cpu': '1', 'memory': '1Gi'}}, {'requests': {'cpu': '1'}, 'limits': {'cpu': '1'}}])}
    if rng.random() < 0.3:
        container['resizePolicy'] = [{'resourceName': rng.choice(['cpu', 'memory']), 'restartPolicy': rng.choice(['NotRequired', 'RestartContainer'])}]
    body = {'apiVersion': 'v1', 'kind': 'Pod', 'metadata': {'name': 'x', 'labels': {'a': 'b'}}, 'spec': {'containers': [container, *rng.choice([[], [{'name': 'd', 'image': 'i'}]])]}}
    body['spec'].update(rng.choice([{}, {}, {'nodeName': 'n'}, {'schedulingGates': [{'name': 'g'}]}, {'initContainers': [{'name': 'e', 'image': 'i', 'restartPolicy': 'Always'}]}, {'os': {'name': 'windows'}},
                                    {'resources': {'limits': {'cpu': '2'}}}, {'restartPolicy': 'Never'}]))
    steps = [{'do': 'POST ' + POD, 'body': body, 'save': {'UID': 'metadata.uid', 'RV': 'metadata.resourceVersion'}}]
    one = kinds.types['io.k8s.api.core.v1.EphemeralContainer']

    def ephemeral():
        return {**kinds.fill(rng, {'properties': one['properties'], 'type': 'object'}, 'x'), 'name': rng.choice('cefg'), **rng.choice([{}, {'image': 'i'}, {'image': 'i'}]), **rng.choice([{}, {}, {'targetContainerName': rng.choice(['c', 'z'])}])}

    def resources():
        return {rng.choice(['requests', 'limits']): {k: rng.choice(['50m', '1', '2Mi', '2Gi', '0', '-1', None]) for k in rng.sample(['cpu', 'memory', 'ephemeral-storage', 'ex.com/x'], rng.choice([1, 1, 2]))} for _ in range(rng.choice([1, 2]))}
    for _ in range(rng.choice([1, 2, 3])):
        steps.append(rng.choice([
            lambda: {'do': 'PATCH ' + POD + '/x/ephemeralcontainers', 'type': mutations.PATCHES[1], 'body': {'spec': {'ephemeralContainers': [ephemeral() for _ in range(rng.choice([1, 1, 2]))]}}},
            lambda: {'do': 'PATCH ' + POD + '/x/ephemeralcontainers', 'type': mutations.PATCHES[0], 'body': {'spec': rng.choice([{'ephemeralContainers': [ephemeral()]}, {'ephemeralContainers': []}, {'containers': []}])}},
            lambda: {'do': 'PATCH ' + POD + '/x/resize', 'type': mutations.PATCHES[1], 'body': {'spec': {rng.choice(['containers', 'containers', 'containers', 'initContainers']): [{'name': rng.choice('cccde'), 'resources': resources(),
                     **rng.choice([{}, {}, {}, {'image': 'j'}, {'resizePolicy': [{'resourceName': 'cpu', 'restartPolicy': 'RestartContainer'}]}])}]}}},
            lambda: {'do': 'PATCH ' + POD + '/x/resize', 'type': mutations.PATCHES[1], 'body': {'spec': {'resources': resources()}}},
            lambda: {'do': 'POST ' + POD + '/x/binding', 'body': {'apiVersion': 'v1', 'kind': 'Binding', 'metadata': rng.choice([{'name': 'x'}, {'name': 'y'}, {}, {'name': 'x', 'uid': '${UID}'}, {'name': 'x', 'uid': 'y'}, {'name': 'x', 'labels': {'c': 'd'}, 'annotations': {'e': 'f'}}]),
                     'target': rng.choice([{'kind': 'Node', 'name': 'n'}, {'name': 'n'}, {'kind': 'Node'}, {'kind': 'Pod', 'name': 'n'}, {}])}},
            lambda: {'do': 'POST ' + POD + '/x/eviction', 'body': {'apiVersion': 'policy/v1', 'kind': 'Eviction', 'metadata': rng.choice([{'name': 'x'}, {'name': 'y'}, {}, {'name': 'x', 'namespace': 'z'}]), **rng.choice([{}, {'deleteOptions': mutations.options(rng, {})}])}},
            lambda: {'do': 'PATCH ' + POD + '/x', 'type': mutations.PATCHES[0], 'body': {'spec': rng.choice([{'activeDeadlineSeconds': rng.choice([1, 0, -1, 5])}, {'schedulingGates': rng.choice([[], [{'name': 'h'}]])}, {'tolerations': [{'key': 'a', 'operator': 'Exists', 'tolerationSeconds': 3}]},
                     {'terminationGracePeriodSeconds': rng.choice([1, -1])}, {'nodeSelector': {'a': 'b'}}, {'nodeName': 'm'}, {'resources': resources()}, {'priority': 3}])}},
            lambda: {'do': rng.choice(['GET ', 'PUT ', 'DELETE ', 'POST ']) + POD + '/x/' + rng.choice(['ephemeralcontainers', 'resize', 'binding', 'eviction', 'status', 'log', 'exec', 'attach', 'portforward', 'proxy']),
                     **rng.choice([{'body': body}, {'body': {}}])}])())
    return 'subresource', steps


MAKERS = [(escalation, 10), (reviewed, 8), (tokens, 4), (parts, 10)]
