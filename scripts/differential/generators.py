"""Cases of what the corpus has little of: deletions, lists and watches by what they may be asked, webhook configurations
and policies."""
import copy

import mutations

POD = {'containers': [{'name': 'c', 'image': 'i'}]}
WORKLOAD = {'selector': {'matchLabels': {'a': 'b'}}, 'template': {'metadata': {'labels': {'a': 'b'}}, 'spec': POD}}
JOB = {'template': {'spec': {**POD, 'restartPolicy': 'Never'}}}
KINDS = [('/api/v1', *k) for k in (  # path of the group, resource, kind, the rest of an object
    ('configmaps', 'ConfigMap', {'data': {'a': '1'}}),
    ('secrets', 'Secret', {'stringData': {'a': '1'}}),
    ('pods', 'Pod', {'spec': POD}),
    ('pods', 'Pod', {'spec': {**POD, 'nodeName': 'n', 'terminationGracePeriodSeconds': 7}}),
    ('services', 'Service', {'spec': {'ports': [{'port': 80}], 'selector': {'a': 'b'}}}),
    ('persistentvolumeclaims', 'PersistentVolumeClaim', {'spec': {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': '1Gi'}}}}),
    ('replicationcontrollers', 'ReplicationController', {'spec': {**WORKLOAD, 'selector': {'a': 'b'}}}),
)] + [('/apis/' + g + '/v1', *k) for g, *k in (
    ('apps', 'deployments', 'Deployment', {'spec': WORKLOAD}),
    ('apps', 'statefulsets', 'StatefulSet', {'spec': {**WORKLOAD, 'serviceName': 's'}}),
    ('apps', 'replicasets', 'ReplicaSet', {'spec': WORKLOAD}),
    ('batch', 'jobs', 'Job', {'spec': JOB}),
    ('batch', 'cronjobs', 'CronJob', {'spec': {'schedule': '* * * * *', 'jobTemplate': {'spec': JOB}}}),
    ('networking.k8s.io', 'networkpolicies', 'NetworkPolicy', {'spec': {'podSelector': {}}}),
    ('policy', 'poddisruptionbudgets', 'PodDisruptionBudget', {'spec': {'minAvailable': 1, 'selector': {'matchLabels': {'a': 'b'}}}}),
    ('rbac.authorization.k8s.io', 'roles', 'Role', {'rules': [{'verbs': ['get'], 'apiGroups': [''], 'resources': ['pods']}]}),
    ('coordination.k8s.io', 'leases', 'Lease', {'spec': {'holderIdentity': 'x'}}),
)]
SELECTORS = ['a', '!a', 'a=b', 'a==b', 'a!=b', 'a in (b,c)', 'a notin (b)', 'a=b,c', 'a,!c', 'a=', 'a in ()', 'a in b', '=b', 'a>1', 'a<5', 'a>x',
             'a=b,', ',', 'a b', 'x/y=z', 'x/y/z=1', 'A=B', 'a=-', 'a in (b', 'a = b , c in ( d )', '', ' ', 'a=b,a=c', '%zz']
FIELDS = ['metadata.name=a', 'metadata.name!=a', 'metadata.name==a', 'metadata.namespace=${NS}', 'metadata.namespace=x', 'metadata.uid=x',
          'status.phase=Pending', 'spec.nodeName=', 'spec.nodeName!=n', 'type=Opaque', 'metadata.name', 'metadata.name=a,metadata.name=b', '=', '',
          'metadata.name=a,', 'status.successful=0', 'spec.restartPolicy!=Never', 'metadata.name in (a)', 'metadata.name=a\\,b', 'reason=x', 'a\\=b']


def thing(rng, name='x', **meta):
    group, resource, kind, rest = copy.deepcopy(rng.choice(KINDS))
    version = group.replace('/apis/', '').replace('/api/', '')
    return group + '/namespaces/${NS}/' + resource, {'apiVersion': version, 'kind': kind, 'metadata': {'name': name, **meta}, **rest}


def deletion(rng, kinds):
    finalizers = rng.choice([None, None, ['ex.com/f'], ['foregroundDeletion'], ['orphan'], ['ex.com/f', 'orphan'], ['foregroundDeletion', 'orphan']])
    path, body = thing(rng, **({'finalizers': finalizers} if finalizers else {}))
    steps = [{'do': 'POST ' + path, 'body': body, 'save': {'UID': 'metadata.uid', 'RV': 'metadata.resourceVersion'}}]
    for _ in range(rng.choice([1, 1, 2, 3])):
        d = {'do': 'DELETE ' + path + '/x'}
        if rng.random() < 0.7:
            d['body'] = mutations.options(rng, {})
        if rng.random() < 0.3:
            d['do'] += '?' + rng.choice([q for q in mutations.QUERIES if q.split('=')[0] in (
                'dryRun', 'gracePeriodSeconds', 'propagationPolicy', 'orphanDependents', 'pretty', 'fieldValidation')])
        steps.append(d)
        if rng.random() < 0.4:
            steps.append(rng.choice([
                {'do': 'PATCH ' + path + '/x', 'type': mutations.PATCHES[0], 'body': {'metadata': {'finalizers': rng.choice([None, [], ['ex.com/g'], ['ex.com/f']])}}},
                {'do': 'PATCH ' + path + '/x', 'type': mutations.PATCHES[0], 'body': {'metadata': {'labels': {'a': 'c'}}}},
                {'do': 'PUT ' + path + '/x', 'body': body}, {'do': 'POST ' + path, 'body': body}]))
    return 'delete', steps + [{'do': 'GET ' + path + '/x'}]


def listing(rng, kinds):
    path, body = thing(rng)
    steps = []
    for name in 'abcd':
        o = copy.deepcopy(body)
        o['metadata'] = {'name': name, 'labels': rng.choice([{}, {'a': 'b'}, {'a': '3'}, {'a': 'b', 'c': 'd'}, {'x/y': 'z'}])}
        steps.append({'do': 'POST ' + path, 'body': o, 'save': {'RV': 'metadata.resourceVersion', 'RV' + name: 'metadata.resourceVersion'}})
    asked = ['labelSelector' + '=' + mutations.quote(rng.choice(SELECTORS))] if rng.random() < 0.6 else []
    if rng.random() < 0.5:
        asked.append('fieldSelector=' + mutations.quote(rng.choice(FIELDS)))
    if rng.random() < 0.4:
        asked.append('limit=' + rng.choice(['1', '2', '3', '500', '0', '-1', 'x']))
    if rng.random() < 0.3:
        asked.append('resourceVersion=' + rng.choice(['${RV}', '${RVa}', '0', '1', 'x', '-1', '']))
    if rng.random() < 0.2:
        asked.append('resourceVersionMatch=' + rng.choice(['Exact', 'NotOlderThan', 'x', '']))
    query = '?' + '&'.join(asked) if asked else ''
    if rng.random() < 0.25:
        return 'delete', steps + [{'do': 'DELETE ' + path + query, 'sortby': [['items', 'metadata.name']]}, {'do': 'GET ' + path}]
    accept = {'accept': rng.choice(mutations.ACCEPTS[:7])} if rng.random() < 0.3 else {}
    steps.append({'do': 'GET ' + path + query, 'save': {'C': 'metadata.continue'}, **accept})
    if 'limit=' in query:
        steps.append({'do': 'GET ' + path + query + '&continue=${C}', **accept})
    return 'list', steps


def watching(rng, kinds):
    path, body = thing(rng)
    def labels(l):
        return {'do': 'PATCH ' + path + '/x', 'type': mutations.PATCHES[0], 'body': {'metadata': {'labels': l}}}
    inside = [{'do': 'POST ' + path, 'body': {**body, 'metadata': {'name': 'x', 'labels': {'a': 'b'}}}}]
    for _ in range(rng.randrange(4)):
        inside.append(rng.choice([labels({'a': 'c'}), labels({'a': 'b'}), labels(None), {'do': 'DELETE ' + path + '/x'},
                                  {'do': 'DELETE ' + path + '/x?gracePeriodSeconds=0'}, labels({'a': 'b', 'c': 'd'})]))
    query = rng.choice(['', '&labelSelector=' + mutations.quote(rng.choice(SELECTORS[:8])), '&fieldSelector=' + mutations.quote(rng.choice(FIELDS[:7]))])
    query += rng.choice(['', '', '&resourceVersion=${RV}', '&resourceVersion=0', '&allowWatchBookmarks=true', '&timeoutSeconds=2',
                         '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan', '&resourceVersion=x', '&limit=1'])
    accept = {'accept': rng.choice(mutations.ACCEPTS[3:7])} if rng.random() < 0.3 else {}
    first = {'do': 'POST ' + path, 'body': {**body, 'metadata': {'name': 'w', 'labels': {'a': 'b'}}}, 'save': {'RV': 'metadata.resourceVersion'}}
    return 'watch', [first, {'sleep': 0.3}, {'do': 'GET ' + path + '?watch=1' + query, 'watch': True, 'steps': inside, **accept}]


def generic(kind, path, names):
    """Objects of one kind put together from what the corpus knows of its fields."""
    def made(rng, kinds):
        body = {'apiVersion': path.split('/')[2] + '/v1', 'kind': kind, 'metadata': {'name': 'g-${U}'}}
        for n in names:
            if kinds.known.places[kind, (n,)]:
                body[n] = copy.deepcopy(rng.choice(kinds.known.places[kind, (n,)]))
        steps = [{'do': 'POST ' + path + '?dryRun=All', 'body': body}]
        for _ in range(rng.choice([1, 2, 3])):
            mutations.in_body(rng, steps[0], kinds.known)
        return 'admission', steps
    return made


REGISTRATION = '/apis/admissionregistration.k8s.io/v1/'
MAKERS = [(deletion, 25), (listing, 20), (watching, 8),
          (generic('ValidatingWebhookConfiguration', REGISTRATION + 'validatingwebhookconfigurations', ['webhooks']), 6),
          (generic('MutatingWebhookConfiguration', REGISTRATION + 'mutatingwebhookconfigurations', ['webhooks']), 6),
          (generic('ValidatingAdmissionPolicy', REGISTRATION + 'validatingadmissionpolicies', ['spec']), 7),
          (generic('MutatingAdmissionPolicy', REGISTRATION + 'mutatingadmissionpolicies', ['spec']), 6)]
