"""Namespaces, quotas, garbage, accounts, nodes, certificates, roles, budgets, autoscalers."""
import base64

from scenarios.objects import *

NOBODY = '00000000-0000-4000-8000-000000000000'


def owner(kind, name, uid=NOBODY, version='v1', **more):
    return {'apiVersion': version, 'kind': kind, 'name': name, 'uid': uid, **more}


def autoscaler(name, target, metrics=None, kind='Deployment', version='apps/v1', **spec):
    return obj('HorizontalPodAutoscaler', name, {'scaleTargetRef': {'apiVersion': version, 'kind': kind, 'name': target}, 'maxReplicas': 5, **({'metrics': metrics} if metrics else {}), **spec})


def budget(name, labels=None, **spec):
    return obj('PodDisruptionBudget', name, {'selector': {'matchLabels': labels or {'app': name}}, **spec})


def secret(name, text, kind, annotations=None, namespace=None):
    return obj('Secret', name, annotations=annotations, namespace=namespace, type=kind, stringData=text)


def evict(ref):
    return 'post', ref + '/eviction', {'kind': 'Eviction', 'metadata': {'name': ref.split('/')[1]}}


def pem(text):
    return '-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE REQUEST-----\n' % text


# O=system:nodes CN=system:node:n1, the same with alternative names, CN=somebody
NODE_REQUEST = pem('''MIHrMIGSAgEAMDAxFTATBgNVBAoMDHN5c3RlbTpub2RlczEXMBUGA1UEAwwOc3lz
dGVtOm5vZGU6bjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARISH+qn7cELnkd
GLyEb47+g1KfEVuQ8suEaiINb1aMQGjZ0B9EYyHCwZF6vrmwhhDHw1zT8B9zapKe
caR52lghoAAwCgYIKoZIzj0EAwIDSAAwRQIgEe0I/JvA16dzIjky70R45ozPEUW9
c9dV4tnGKFQNHCUCIQD1e7+N/nrnVmDM7lMuqP6lOczxie0LwmsTnl+XOQ5tHA==''')
SERVING_REQUEST = pem('''MIIBEDCBuAIBADAwMRUwEwYDVQQKDAxzeXN0ZW06bm9kZXMxFzAVBgNVBAMMDnN5
c3RlbTpub2RlOm4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESEh/qp+3BC55
HRi8hG+O/oNSnxFbkPLLhGoiDW9WjEBo2dAfRGMhwsGRer65sIYQx8Nc0/Afc2qS
nnGkedpYIaAmMCQGCSqGSIb3DQEJDjEXMBUwEwYDVR0RBAwwCocEwAACCoICbjEw
CgYIKoZIzj0EAwIDRwAwRAIgOCHxSPF/mFlUZdZGkHGtZlkgJHEWfPIxQcOQyzba
EUECIHyZAV3VhdajHxM6NF64HtRc6I5ZBx/4T6CG6BVFH6UE''')
USER_REQUEST = pem('''MIHNMHUCAQAwEzERMA8GA1UEAwwIc29tZWJvZHkwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARISH+qn7cELnkdGLyEb47+g1KfEVuQ8suEaiINb1aMQGjZ0B9EYyHC
wZF6vrmwhhDHw1zT8B9zapKecaR52lghoAAwCgYIKoZIzj0EAwIDSAAwRQIhAK/5
dWS3sjuEcve0NMUOzE9rnQ9yaPBTuZiiMR4fu/WPAiBLI9hmYqYvyIXQ0w3PVBmJ
dv01THC2jo4aZwD27vtpSw==''')


def signing(name, request, signer, usages=('digital signature', 'client auth'), **spec):
    return obj('CertificateSigningRequest', name, {'request': base64.b64encode(request.encode()).decode(), 'signerName': signer, 'usages': list(usages), **spec})


def approval(name, kind, reason='Flows', message='as the scenario says'):
    return 'patch', 'certificatesigningrequests/%s/approval' % name, {'status': {'conditions': [{'type': kind, 'status': 'True', 'reason': reason, 'message': message}]}}


TAINT = {'key': 'x', 'effect': 'NoExecute', 'value': 'y'}

def served(plural, kind, group):
    """Steps after which custom objects are what an API of metrics would serve."""
    name = plural + '.' + group
    schema = {'type': 'object', 'x-kubernetes-preserve-unknown-fields': True}
    return (make(obj('CustomResourceDefinition', name, {
        'group': group, 'scope': 'Namespaced', 'names': {'plural': plural, 'singular': plural, 'kind': kind}, 'versions': [
            {'name': 'v1beta1', 'served': True, 'storage': True, 'schema': {'openAPIV3Schema': schema}}]}, annotations={'api-approved.kubernetes.io': 'unapproved'})),
        ('until', 'customresourcedefinitions/' + name, condition('Established')), WAIT)


SCENARIOS = {
    'namespace-content': [make(obj('Namespace', '${NS}-b'), obj('ConfigMap', 'kept', namespace='${NS}-b', finalizers=['a.example/b']), obj('ConfigMap', 'c', namespace='${NS}-b'),
                               obj('Secret', 'kept', namespace='${NS}-b', finalizers=['a.example/b', 'a.example/c'])), WAIT, ('delete', 'namespaces/${NS}-b'), ('until', 'namespaces/${NS}-b', condition('NamespaceContentRemaining')), WAIT,
                          ('patch', 'configmaps/${NS}-b/kept', {'metadata': {'finalizers': None}}), ('patch', 'secrets/${NS}-b/kept', {'metadata': {'finalizers': None}}),
                          ('until', 'namespaces/${NS}-b', gone, 60), WAIT],
    'namespace-pods': [nodes(1), ('rule', '.*', 'run linger'), make(obj('Namespace', '${NS}-b')), ('until', 'serviceaccounts/${NS}-b/default', bool), make({**pod('p'), 'metadata': {'name': 'p', 'namespace': '${NS}-b'}}), WAIT, ('delete', 'namespaces/${NS}-b'), ('until', 'pods/${NS}-b/p', lambda o: o['metadata'].get('deletionTimestamp')), WAIT, ('rule', '.*', 'run'),
                       ('until', 'namespaces/${NS}-b', gone, 60), WAIT],
    'quota': [nodes(1), make(obj('ResourceQuota', 'q', {'hard': {'pods': '5', 'requests.cpu': '2', 'limits.memory': '1Gi', 'configmaps': '10', 'services': '2', 'services.nodeports': '1', 'services.loadbalancers': '1',
                                                                 'count/deployments.apps': '2', 'requests.storage': '5Gi', 's.storageclass.storage.k8s.io/requests.storage': '3Gi', 'persistentvolumeclaims': '3', 'secrets': '4'}}),
                             obj('ResourceQuota', 'be', {'hard': {'pods': '3'}, 'scopes': ['BestEffort']}), obj('ResourceQuota', 'nt', {'hard': {'pods': '3'}, 'scopes': ['NotTerminating']}),
                             obj('ResourceQuota', 'pc', {'hard': {'pods': '3'}, 'scopeSelector': {'matchExpressions': [{'scopeName': 'PriorityClass', 'operator': 'In', 'values': ['system-node-critical']}]}})), WAIT,
              make(obj('Pod', 'p', {'containers': [{'name': 'c', 'image': 'i', 'resources': {'requests': {'cpu': '1'}, 'limits': {'memory': '100Mi'}}}]}), service('s', type='NodePort'), service('l', type='LoadBalancer'),
                   claim('c', '2Gi', storageClassName='s'), obj('ConfigMap', 'c'), deployment('d', 0)), WAIT, make(pod('be'), service('more')), ('rule', 'p', 'succeed'), WAIT,
              ('patch', 'resourcequotas/q', {'spec': {'hard': {'pods': '7', 'secrets': None}}}), ('delete', 'services/s'), ('delete', 'configmaps/c'), ('until', 'resourcequotas/q', lambda o: o['status']['used'].get('configmaps') == '1', 30), WAIT],
    'garbage': [make(obj('ConfigMap', 'absent', owners=[owner('ConfigMap', 'none')]), obj('ConfigMap', 'absent-kind', owners=[owner('Nothing', 'none', version='no.example/v1')]),
                     obj('ConfigMap', 'of-cluster', owners=[owner('Node', 'none')]), obj('ClusterRole', 'flow-of-namespaced', rules=[], owners=[owner('ConfigMap', 'none')]), obj('ConfigMap', 'plain')), WAIT],
    'garbage-elsewhere': [make(obj('Namespace', '${NS}-b'), obj('ConfigMap', 'owner', namespace='${NS}-b')), WAIT,
                          make(obj('ConfigMap', 'child', owners=[owner('ConfigMap', 'owner', '${uid:configmaps/${NS}-b/owner}')])), WAIT],
    'garbage-circle': [make(obj('ConfigMap', 'a'), obj('ConfigMap', 'b')), WAIT,
                       *[('patch', 'configmaps/' + x, {'metadata': {'ownerReferences': [owner('ConfigMap', y, '${uid:configmaps/%s}' % y, blockOwnerDeletion=True)]}}) for x, y in ('ab', 'ba')], WAIT,
                       ('delete', 'configmaps/a', {'propagationPolicy': 'Foreground'}), WAIT],
    'garbage-foreground': [nodes(1), ('rule', '.*', 'run linger'), make(deployment('d', 1)), WAIT, ('delete', 'deployments/d', {'propagationPolicy': 'Foreground'}), WAIT, ('rule', '.*', 'run'), WAIT],
    'garbage-orphan': [nodes(1), make(deployment('d', 1)), WAIT, ('delete', 'deployments/d', {'propagationPolicy': 'Orphan'}), WAIT],
    'accounts': [('delete', 'serviceaccounts/default'), ('delete', 'configmaps/kube-root-ca.crt'), WAIT, ('patch', 'configmaps/kube-root-ca.crt', {'data': {'ca.crt': 'x', 'more': 'y'}}), WAIT,
                 make(obj('ServiceAccount', 'a'), secret('of-a', {'extra': 'x'}, 'kubernetes.io/service-account-token', {'kubernetes.io/service-account.name': 'a'})), WAIT,
                 make(secret('of-none', {}, 'kubernetes.io/service-account-token', {'kubernetes.io/service-account.name': 'none'})), WAIT, ('delete', 'serviceaccounts/a'), WAIT],
    'roles': [make(obj('ClusterRole', 'flow-sum', rules=[], aggregationRule={'clusterRoleSelectors': [{'matchLabels': {'flow': 'x'}}, {'matchLabels': {'flow': 'y'}}]}),
                   obj('ClusterRole', 'flow-b', None, {'flow': 'x'}, rules=[{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get']}]),
                   obj('ClusterRole', 'flow-a', None, {'flow': 'y'}, rules=[{'apiGroups': [''], 'resources': ['nodes'], 'verbs': ['get']}, {'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get']}])), WAIT,
              ('delete', 'clusterroles/flow-b'), WAIT],
    'budgets': [nodes(2), make(replica_set('r', 3), budget('min', {'app': 'r'}, minAvailable=2), budget('percent', {'app': 'p'}, maxUnavailable='50%'), budget('all', {'app': 'none'}, minAvailable=1),
                               pod('bare', {'app': 'p'}), pod('bare2', {'app': 'p'})), WAIT, evict('pods/bare'), evict('pods/r-*'), WAIT, ('rule', 'r-.*', 'unready'), WAIT, evict('pods/r-*'), WAIT,
                ('patch', 'poddisruptionbudgets/min', {'spec': {'unhealthyPodEvictionPolicy': 'AlwaysAllow'}}), WAIT, evict('pods/r-*'), WAIT],
    'budgets-of-scales': [nodes(1), make(deployment('d', 4), stateful_set('s', 2), job('j', parallelism=2), budget('d', maxUnavailable='25%'), budget('s', minAvailable='50%'), budget('x', {'a': 'b'}, maxUnavailable=1),
                                         pod('bare', {'a': 'b'}), budget('y', {'c': 'd'}, maxUnavailable=1), pod('unowned', {'c': 'd'}, owners=[owner('Unknown', 'u', version='no.example/v1', controller=True)])), WAIT],
    'budgets-two': [nodes(1), make(replica_set('r', 2), budget('a', {'app': 'r'}, minAvailable=0), budget('b', {'app': 'r'}, minAvailable=0)), WAIT, evict('pods/r-*'), WAIT],
    'autoscaler': [nodes(1), make(deployment('d', 2, {'cpu': '100m'}), autoscaler('h', 'd', [{'type': 'Resource', 'resource': {'name': 'cpu', 'target': {'type': 'Utilization', 'averageUtilization': 50}}}])), WAIT,
                   make(autoscaler('none', 'none'), autoscaler('kind', 'x', kind='Nothing', version='no.example/v1'),
                        autoscaler('external', 'd', [{'type': 'External', 'external': {'metric': {'name': 'q'}, 'target': {'type': 'Value', 'value': '5'}}}])), ('until', 'horizontalpodautoscalers/external', condition('AbleToScale'), 40),
                   ('until', 'horizontalpodautoscalers/kind', condition('AbleToScale', 'False'), 40), WAIT],
    'autoscaler-metrics': [nodes(1), make(deployment('d', 2, {'cpu': '100m'}), service('s', {'a': 'b'}), autoscaler('pods', 'd', [{'type': 'Pods', 'pods': {'metric': {'name': 'q'}, 'target': {'type': 'AverageValue', 'averageValue': '5'}}}])),
                           ('until', 'horizontalpodautoscalers/pods', condition('ScalingActive', 'False'), 40), WAIT],
    'autoscaler-object': [nodes(1), make(deployment('d', 2), autoscaler('object', 'd', [
        {'type': 'Object', 'object': {'describedObject': {'apiVersion': 'v1', 'kind': 'Service', 'name': 's'}, 'metric': {'name': 'q'}, 'target': {'type': 'Value', 'value': '5'}}},
        {'type': 'ContainerResource', 'containerResource': {'name': 'cpu', 'container': 'c', 'target': {'type': 'AverageValue', 'averageValue': '1'}}}])),
        ('until', 'horizontalpodautoscalers/object', condition('ScalingActive', 'False'), 40), WAIT],
    'autoscaler-off': [nodes(1), make(deployment('d', 0), autoscaler('h', 'd')), ('until', 'horizontalpodautoscalers/h', condition('ScalingActive', 'False'), 40), WAIT],
    'autoscaler-limits': [nodes(1), make(deployment('d', 8), autoscaler('h', 'd')), ('until', 'deployments/d', lambda o: o and o['spec']['replicas'] == 5, 40), WAIT],
    'autoscalers-two': [nodes(1), make(deployment('d', 2), autoscaler('h', 'd'), autoscaler('i', 'd')), ('until', 'horizontalpodautoscalers/i', condition('ScalingActive', 'False'), 40), WAIT],
    'node-not-ready': [nodes(2), make(deployment('d', 2, {'tolerations': [{'key': 'node.kubernetes.io/not-ready', 'operator': 'Exists', 'effect': 'NoExecute', 'tolerationSeconds': 2}]}), daemon_set('ds')), WAIT, ('say', 'n1', 'Ready', 'False'), WAIT, WAIT,
                       ('say', 'n1', 'Ready', 'True'), WAIT],
    'node-pressure': [nodes(1), make(pod('p', nodeName='n1')), WAIT, ('say', 'n1', 'MemoryPressure', 'True'), ('say', 'n1', 'DiskPressure', 'True'), ('say', 'n1', 'PIDPressure', 'True'),
                      ('say', 'n1', 'NetworkUnavailable', 'True'), WAIT, make(pod('q'), pod('r', cpu='1')), WAIT],
    'node-silent': [nodes(3), make(deployment('d', 3, {'tolerations': [{'key': 'node.kubernetes.io/unreachable', 'operator': 'Exists', 'effect': 'NoExecute', 'tolerationSeconds': 1}]}), service('s', {'app': 'd'})), WAIT, ('silent', 'n1'),
                    ('until', 'nodes/n1', lambda o: o and 'unreachable' in str(o['spec'].get('taints')), 90), ('wait', 30)],
    'node-taints': [nodes(2), make(pod('a', nodeName='n1'), pod('b', nodeName='n1', tolerations=[{'key': 'x', 'operator': 'Exists', 'effect': 'NoExecute', 'tolerationSeconds': 3}]),
                                   pod('c', nodeName='n1', tolerations=[{'key': 'x', 'operator': 'Exists'}]), deployment('d', 1, {'nodeSelector': {'kubernetes.io/hostname': 'n1'}})), WAIT,
                    ('patch', 'nodes/n1', {'spec': {'taints': [TAINT]}}), WAIT, ('until', 'pods/b', gone), WAIT, ('patch', 'nodes/n1', {'spec': {'taints': None}}), WAIT],
    'node-taint-taken-back': [nodes(1), make(pod('b', nodeName='n1', tolerations=[{'key': 'x', 'operator': 'Exists', 'effect': 'NoExecute', 'tolerationSeconds': 60}])), WAIT, ('patch', 'nodes/n1', {'spec': {'taints': [TAINT]}}), WAIT,
                              ('patch', 'nodes/n1', {'spec': {'taints': None}}), WAIT],
    'node-out-of-service': [nodes(2), ('rule', '.*', 'run linger'), make(stateful_set('s', 1, {'nodeSelector': {'kubernetes.io/hostname': 'n1'}})), WAIT, ('say', 'n1', 'Ready', 'Unknown'), WAIT,
                            ('patch', 'nodes/n1', {'spec': {'taints': [{'key': 'node.kubernetes.io/out-of-service', 'effect': 'NoExecute', 'value': 'x'}]}}), ('delete', 'pods/s-0'),
                            ('until', 'pods/s-0', lambda o: o and not o['metadata'].get('deletionTimestamp'), 60), WAIT],
    'node-gone': [nodes(2), ('rule', '.*', 'run linger'), make(pod('p', nodeName='n1'), daemon_set('ds')), WAIT, ('delete', 'nodes/n1'), WAIT, ('until', 'pods/p', gone, 90), WAIT],
    'node-labels': [('nodes', node('n1', labels={'beta.kubernetes.io/os': 'other', 'topology.kubernetes.io/region': 'r'}), node('n2', labels={'kubernetes.io/os': 'windows'}), node('n3', ready='False')), WAIT],
    'certificates': [make(signing('flow-client', USER_REQUEST, 'kubernetes.io/kube-apiserver-client'), signing('flow-node', NODE_REQUEST, 'kubernetes.io/kube-apiserver-client-kubelet'),
                          signing('flow-serving', SERVING_REQUEST, 'kubernetes.io/kubelet-serving', ('digital signature', 'server auth')), signing('flow-other', USER_REQUEST, 'x.example/y'),
                          signing('flow-denied', USER_REQUEST, 'kubernetes.io/kube-apiserver-client'), signing('flow-odd', USER_REQUEST, 'kubernetes.io/kube-apiserver-client-kubelet'),
                          signing('flow-usages', USER_REQUEST, 'kubernetes.io/kube-apiserver-client', ('server auth',)), signing('flow-legacy', USER_REQUEST, 'kubernetes.io/legacy-unknown', expirationSeconds=600)), WAIT,
                     approval('flow-client', 'Approved'), approval('flow-denied', 'Denied'), approval('flow-odd', 'Approved'), approval('flow-usages', 'Approved'), approval('flow-other', 'Approved'),
                     approval('flow-serving', 'Approved'), WAIT],
    'bootstrap-tokens': [make(obj('ConfigMap', 'cluster-info', namespace='kube-public', data={'kubeconfig': 'apiVersion: v1\nkind: Config\n'}),
                              secret('bootstrap-token-abcdef', {'token-id': 'abcdef', 'token-secret': '0123456789abcdef', 'usage-bootstrap-signing': 'true'}, 'bootstrap.kubernetes.io/token', namespace='kube-system'),
                              secret('bootstrap-token-unsign', {'token-id': 'unsign', 'token-secret': '0123456789abcdef'}, 'bootstrap.kubernetes.io/token', namespace='kube-system'),
                              secret('bootstrap-token-oldold', {'token-id': 'oldold', 'token-secret': '0123456789abcdef', 'expiration': '2020-01-01T00:00:00Z'}, 'bootstrap.kubernetes.io/token', namespace='kube-system')), WAIT,
                         ('delete', 'secrets/kube-system/bootstrap-token-abcdef'), WAIT],
    'pods-of-nobody': [nodes(1), make(pod('p', owners=[owner('ReplicaSet', 'none', version='apps/v1', controller=True)]), pod('kept', owners=[owner('ReplicaSet', 'none', version='apps/v1')], finalizers=['a.example/b'])), WAIT],
    'terminating-unbound': [make(pod('p', finalizers=['a.example/b'])), WAIT, ('delete', 'pods/p'), WAIT],
    'claims-of-devices': [make(obj('ResourceClaimTemplate', 't', {'metadata': {'labels': {'a': 'b'}}, 'spec': {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'c.example.com'}}]}}}),
                               pod('p', resourceClaims=[{'name': 'c', 'resourceClaimTemplateName': 't'}]), pod('q', resourceClaims=[{'name': 'c', 'resourceClaimTemplateName': 'none'}])), WAIT, ('delete', 'pods/p'), WAIT],
    'drain': [nodes(2), make(deployment('d', 3, {'nodeSelector': {'kubernetes.io/os': 'linux'}}), budget('d', minAvailable=2), daemon_set('ds'), pod('bare', nodeName='n1')), WAIT, ('patch', 'nodes/n1', {'spec': {'unschedulable': True}}), WAIT,
              evict('pods/d-*'), evict('pods/d-*'), evict('pods/bare'), WAIT, ('rule', '.*', 'run linger'), evict('pods/d-*'), WAIT, ('rule', '.*', 'run'), WAIT, ('patch', 'nodes/n1', {'spec': {'unschedulable': None}}), WAIT],
    'drain-of-sets': [nodes(2), make(stateful_set('s', 2), budget('s', maxUnavailable=1), replica_set('r', 1), budget('r', minAvailable=1)), WAIT, ('patch', 'nodes/n1', {'spec': {'unschedulable': True}}), evict('pods/s-0'), evict('pods/r-*'), WAIT,
                      ('rule', 's-0', 'unready'), WAIT, evict('pods/s-1'), evict('pods/s-0'), WAIT, ('delete', 'poddisruptionbudgets/r'), WAIT, evict('pods/r-*'), WAIT],
    'autoscaler-external': [nodes(1), *served('queue', 'ExternalMetricValue', 'external.metrics.k8s.io'), make(deployment('d', 1), autoscaler('h', 'd', [
        {'type': 'External', 'external': {'metric': {'name': 'queue', 'selector': {'matchLabels': {'a': 'b'}}}, 'target': {'type': 'AverageValue', 'averageValue': '10'}}}])), WAIT,
        ('custom', '/apis/external.metrics.k8s.io/v1beta1/namespaces/${NS}/queue', {'apiVersion': 'external.metrics.k8s.io/v1beta1', 'kind': 'ExternalMetricValue', 'metadata': {'name': 'x', 'labels': {'a': 'b'}}, 'metricName': 'queue', 'timestamp': '2030-01-01T00:00:00Z', 'value': '35'}),
        ('until', 'deployments/d', lambda o: o['spec']['replicas'] > 1, 60), ('wait', 30)],
    'node-cordoned': [nodes(2), make(deployment('d', 2), daemon_set('ds')), WAIT, ('patch', 'nodes/n1', {'spec': {'unschedulable': True}}), WAIT, ('scale', 'deployments/d', 4), WAIT, ('patch', 'nodes/n2', {'spec': {'unschedulable': True}}), ('scale', 'deployments/d', 5), WAIT,
                      ('patch', 'nodes/n1', {'spec': {'unschedulable': None}}), WAIT],
    'node-deleted-and-back': [nodes(2), make(daemon_set('ds'), deployment('d', 2)), WAIT, ('delete', 'nodes/n1'), WAIT, nodes(1), ('wait', 40)],
    'quota-shrinks': [nodes(1), make(obj('ResourceQuota', 'q', {'hard': {'requests.cpu': '1', 'pods': '3'}})), WAIT, make(deployment('d', 2, {'cpu': '400m'})), WAIT, ('patch', 'resourcequotas/q', {'spec': {'hard': {'requests.cpu': '500m'}}}), WAIT,
                      ('scale', 'deployments/d', 3), WAIT, ('delete', 'resourcequotas/q'), ('until', 'deployments/d', lambda o: o['status'].get('readyReplicas') == 3, 60), WAIT],
    'limits': [nodes(1), make(obj('LimitRange', 'l', {'limits': [{'type': 'Container', 'default': {'cpu': '500m'}, 'defaultRequest': {'cpu': '100m'}, 'max': {'cpu': '1'}}]})), WAIT, make(deployment('d', 1), deployment('big', 1, {'cpu': '2'})), WAIT],
}
