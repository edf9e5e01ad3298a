"""Deployments, ReplicaSets, ReplicationControllers, StatefulSets and DaemonSets."""
from scenarios.objects import *

OWNER = {'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'name': 'gone', 'uid': '00000000-0000-4000-8000-000000000000', 'controller': True}
CLAIMS = {'volumeClaimTemplates': [{'metadata': {'name': 'data'}, 'spec': claim('data', storageClassName='s')['spec']}]}


def rolling(**fields):
    return {'type': 'RollingUpdate', 'rollingUpdate': fields}


def template(app, **spec):
    return {'metadata': {'labels': {'app': app}}, 'spec': pod_spec(**spec)}


PULLING = {'phase': 'Pending', 'conditions': [{'type': t, 'status': 'False', 'reason': 'ContainersNotReady', 'message': 'containers with unready status: [c]'} for t in ('Ready', 'ContainersReady')],
           'containerStatuses': [{'name': 'c', 'image': 'nowhere', 'imageID': '', 'restartCount': 0, 'ready': False, 'started': False,
                                  'state': {'waiting': {'reason': 'ImagePullBackOff', 'message': 'Back-off pulling image "nowhere"'}}}]}

SCENARIOS = {
    'deployment-rolling': [nodes(2), make(deployment('d', 4)), WAIT, image('deployments/d', 'i2'), WAIT, image('deployments/d', 'i3'), WAIT, image('deployments/d', 'i'), WAIT,
                           ('scale', 'deployments/d', 6), WAIT, ('scale', 'deployments/d', 0), WAIT, ('delete', 'deployments/d'), WAIT],
    'deployment-recreate': [nodes(1), make(deployment('d', 2, strategy={'type': 'Recreate'})), WAIT, ('rule', '.*', 'run linger'), image('deployments/d', 'i2'), WAIT,
                            ('rule', '.*', 'run'), WAIT],
    'deployment-deadline': [nodes(1), ('rule', '.*', 'unready'), make(deployment('d', 2, progressDeadlineSeconds=3)), WAIT,
                            ('until', 'deployments/d', condition('Progressing', 'False'), 30), WAIT, image('deployments/d', 'i2'), WAIT,
                            ('until', 'deployments/d', condition('Progressing', 'False'), 30), WAIT, ('rule', '.*', 'run'), WAIT],
    'deployment-paused': [nodes(1), make(deployment('d', 2, paused=True)), WAIT, ('patch', 'deployments/d', {'spec': {'paused': False}}), WAIT,
                          ('patch', 'deployments/d', {'spec': {'paused': True}}), image('deployments/d', 'i2'), WAIT, ('scale', 'deployments/d', 4), WAIT,
                          ('patch', 'deployments/d', {'spec': {'paused': None}}), WAIT],
    'deployment-proportional': [nodes(2), make(deployment('d', 10, strategy=rolling(maxSurge=3, maxUnavailable=2))), WAIT, ('rule', '.*', 'unready'), WAIT, image('deployments/d', 'bad'), WAIT,
                                ('scale', 'deployments/d', 20), WAIT, ('scale', 'deployments/d', 5), WAIT, image('deployments/d', 'i'), ('rule', '.*', 'run'), WAIT],
    'deployment-history': [nodes(1), make(deployment('d', 1, revisionHistoryLimit=1)), WAIT, image('deployments/d', 'i2'), WAIT, image('deployments/d', 'i3'), WAIT,
                           ('patch', 'deployments/d', {'spec': {'revisionHistoryLimit': 0}}), WAIT],
    'deployment-no-surge': [nodes(1), make(deployment('d', 3, strategy=rolling(maxSurge=0, maxUnavailable='34%'), minReadySeconds=1)), WAIT, WAIT, image('deployments/d', 'i2'),
                            ('until', 'deployments/d', condition('Progressing', 'True', 'NewReplicaSetAvailable')), WAIT],
    'deployment-collision': [nodes(1), make(deployment('d', 1)), WAIT, ('delete', 'deployments/d', {'propagationPolicy': 'Orphan'}), WAIT,
                             ('patch', 'replicasets/d-*', {'spec': {'template': {'metadata': {'annotations': {'a': 'b'}}}}}),
                             make(obj('ConfigMap', 'c')), ('until', 'configmaps/c', bool),
                             ('patch', 'replicasets/d-*', {'metadata': {'ownerReferences': [{'apiVersion': 'v1', 'kind': 'ConfigMap', 'name': 'c', 'uid': '${uid:configmaps/c}', 'controller': True}]}}), WAIT,
                             make(deployment('d', 1)), WAIT],
    'deployment-adopts': [nodes(1), make(replica_set('r', 2)), WAIT, make({**deployment('d', 3), 'spec': {**deployment('r', 3)['spec']}}), WAIT],
    'deployment-selector-of-all': [make(workload('Deployment', 'd', {'replicas': 1, 'selector': {}}, {})), make(workload('DaemonSet', 'ds', {'selector': {}}, {})),
                                   make(workload('StatefulSet', 's', {'selector': {}, 'serviceName': 's'}, {})), WAIT],
    'deployment-quota': [nodes(1), make(obj('ResourceQuota', 'q', {'hard': {'pods': '2'}})), WAIT, make(deployment('d', 4, progressDeadlineSeconds=600)), WAIT,
                         image('deployments/d', 'i2'), WAIT],
    'deployment-no-sets': [nodes(1), make(obj('ResourceQuota', 'q', {'hard': {'count/replicasets.apps': '1'}})), WAIT, make(deployment('d', 1)), WAIT, image('deployments/d', 'i2'), WAIT, ('delete', 'resourcequotas/q'),
                           ('until', 'deployments/d', lambda o: o['metadata']['annotations']['deployment.kubernetes.io/revision'] == '2', 60), WAIT],
    'deployment-no-account': [nodes(1), make(deployment('d', 2, {'serviceAccountName': 'nobody'})), WAIT, make(obj('ServiceAccount', 'nobody')), ('until', 'deployments/d', condition('Available')), WAIT],
    'replica-set': [nodes(2), make(pod('mine', {'app': 'r'}), pod('taken', {'app': 'r'}, owners=[OWNER])), WAIT, make(replica_set('r', 3)), WAIT,
                    ('patch', 'pods/mine', {'metadata': {'labels': {'app': 'other'}}}), WAIT, ('scale', 'replicasets/r', 1), WAIT, ('patch', 'pods/r-*/status', {'status': {'phase': 'Failed'}}), WAIT,
                    ('delete', 'replicasets/r', {'propagationPolicy': 'Orphan'}), WAIT],
    'replica-set-terminating': [nodes(1), make(replica_set('r', 3)), ('rule', '.*', 'run linger'), WAIT, ('scale', 'replicasets/r', 1), WAIT, ('rule', '.*', 'run'), WAIT],
    'replica-set-deletion-order': [nodes(2), ('rule', 'x.*', 'unready'), make(
        pod('x1', {'app': 'r'}), pod('cheap', {'app': 'r'}, {'controller.kubernetes.io/pod-deletion-cost': '-5'}), pod('pending', {'app': 'r'}, cpu='9'),
        pod('dear', {'app': 'r'}, {'controller.kubernetes.io/pod-deletion-cost': '5'}), replica_set('r', 4)), WAIT, ('scale', 'replicasets/r', 3), WAIT,
        ('scale', 'replicasets/r', 2), WAIT, ('scale', 'replicasets/r', 1), WAIT],
    'replication-controller': [nodes(1), make(obj('ReplicationController', 'rc', {'replicas': 2, 'selector': {'app': 'rc'}, 'template': {
        'metadata': {'labels': {'app': 'rc'}}, 'spec': pod_spec()}})), WAIT, make(obj('ResourceQuota', 'q', {'hard': {'pods': '2'}})), WAIT, ('scale', 'replicationcontrollers/rc', 4), WAIT,
        ('delete', 'replicationcontrollers/rc', {'propagationPolicy': 'Foreground'}), WAIT],
    'stateful-set': [nodes(2), make(service('s', {'app': 's'}, clusterIP='None'), stateful_set('s', 3)), WAIT, ('delete', 'pods/s-1'), WAIT, image('statefulsets/s', 'i2'), WAIT,
                     ('scale', 'statefulsets/s', 1), WAIT, ('scale', 'statefulsets/s', 0), WAIT, ('delete', 'statefulsets/s'), WAIT],
    'stateful-set-stuck': [nodes(1), ('rule', 's-1', 'unready'), make(stateful_set('s', 3)), WAIT, image('statefulsets/s', 'i2'), WAIT, ('rule', 's-1', 'run'), WAIT],
    'stateful-set-parallel': [nodes(1), ('rule', '.*', 'unready'), make(stateful_set('s', 3, podManagementPolicy='Parallel', ordinals={'start': 5})), WAIT, ('rule', '.*', 'run'), WAIT,
                              ('scale', 'statefulsets/s', 1), WAIT],
    'stateful-set-partition': [nodes(1), make(stateful_set('s', 3, updateStrategy=rolling(partition=2), revisionHistoryLimit=1)), WAIT, image('statefulsets/s', 'i2'), WAIT, ('delete', 'pods/s-0'), WAIT,
                               ('patch', 'statefulsets/s', {'spec': {'updateStrategy': rolling(partition=0)}}), WAIT, image('statefulsets/s', 'i3'), WAIT],
    'stateful-set-on-delete': [nodes(1), make(stateful_set('s', 2, updateStrategy={'type': 'OnDelete'})), WAIT, image('statefulsets/s', 'i2'), WAIT, ('delete', 'pods/s-1'), WAIT],
    'stateful-set-claims': [nodes(1), make(*[volume('flow-%d' % i, storageClassName='s') for i in range(3)],
                                           stateful_set('s', 2, persistentVolumeClaimRetentionPolicy={'whenDeleted': 'Delete', 'whenScaled': 'Delete'}, **CLAIMS)), WAIT,
                            ('scale', 'statefulsets/s', 1), WAIT, ('patch', 'statefulsets/s', {'spec': {'persistentVolumeClaimRetentionPolicy': {'whenDeleted': 'Retain', 'whenScaled': 'Retain'}}}), WAIT,
                            ('delete', 'statefulsets/s'), WAIT],
    'stateful-set-failing': [nodes(1), make(stateful_set('s', 2)), WAIT, ('patch', 'pods/s-0/status', {'status': {'phase': 'Failed'}}), WAIT, ('patch', 'pods/s-1/status', {'status': {'phase': 'Succeeded'}}), WAIT,
                             make(pod('t-0', {'app': 't'}, owners=[OWNER]), stateful_set('t', 1)), WAIT],
    'stateful-set-bad-claim': [make(claim('data-s-0', storageClassName='other'), stateful_set('s', 1, **{'volumeClaimTemplates': [
        {'metadata': {'name': 'data'}, 'spec': claim('data', '5Gi')['spec']}]}), obj('ResourceQuota', 'q', {'hard': {'pods': '0'}})), WAIT],
    'daemon-set': [nodes(2), make(daemon_set('d')), WAIT, ('nodes', node('n3', labels={'x': 'y'})), WAIT, image('daemonsets/d', 'i2'), WAIT,
                   ('patch', 'daemonsets/d', {'spec': {'template': {'spec': {'nodeSelector': {'x': 'y'}}}}}), WAIT, ('delete', 'nodes/n3'), WAIT, ('delete', 'daemonsets/d'), WAIT],
    'daemon-set-surge': [nodes(2), make(daemon_set('d', updateStrategy=rolling(maxSurge=1, maxUnavailable=0))), WAIT, ('rule', '.*', 'unready'), image('daemonsets/d', 'i2'), WAIT, ('rule', '.*', 'run'), WAIT],
    'daemon-set-on-delete': [nodes(2), make(daemon_set('d', updateStrategy={'type': 'OnDelete'})), WAIT, image('daemonsets/d', 'i2'), WAIT, ('delete', 'pods/d-*'), WAIT],
    'daemon-set-taints': [('nodes', node('n1', taints=[{'key': 'a', 'effect': 'NoSchedule'}]), node('n2', spec={'unschedulable': True}), node('n3', taints=[{'key': 'e', 'effect': 'NoExecute'}])),
                          make(daemon_set('d'), daemon_set('t', {'tolerations': [{'key': 'a', 'operator': 'Exists'}]})), WAIT,
                          ('patch', 'nodes/n1', {'spec': {'taints': None}}), WAIT, ('patch', 'nodes/n1', {'spec': {'taints': [{'key': 'e', 'effect': 'NoExecute'}]}}), WAIT],
    'daemon-set-failing': [nodes(1), ('rule', '.*', 'fail 1'), make(daemon_set('d')), ('until', 'daemonsets/d', lambda o: o and o.get('status', {}).get('observedGeneration')),
                           ('rule', '.*', 'run'), ('until', 'daemonsets/d', lambda o: o and o['status'].get('numberReady')), WAIT],
    'daemon-set-no-room': [nodes(2, capacity={'cpu': '1'}), make(pod('p', cpu='800m', nodeName='n1')), WAIT, make(daemon_set('d', {'cpu': '500m'})), WAIT, ('delete', 'pods/p'), WAIT],
    'deployment-restart': [nodes(2), make(deployment('d', 2)), WAIT, restart('deployments/d', '2026-01-01T00:00:00Z'), WAIT, restart('deployments/d', '2026-01-02T00:00:00Z'), WAIT,
                           undo('deployments/d', template('d')), WAIT, ('patch', 'deployments/d', {'metadata': {'annotations': {'kubernetes.io/change-cause': 'a', 'x': 'y'}, 'labels': {'l': 'm'}}}), WAIT],
    'deployment-scaled-meanwhile': [nodes(2), make(deployment('d', 4)), WAIT, ('rule', '.*', 'unready'), image('deployments/d', 'i2'), WAIT, ('scale', 'deployments/d', 8), WAIT, image('deployments/d', 'i3'), WAIT,
                                    ('scale', 'deployments/d', 2), WAIT, undo('deployments/d', template('d')), WAIT, ('rule', '.*', 'run'), WAIT],
    'deployment-flapping': [nodes(1), make(deployment('d', 3, minReadySeconds=1), service('s', {'app': 'd'})), WAIT, WAIT, ('rule', 'd-.*', 'unready'), WAIT, ('rule', 'd-.*', 'run'), WAIT, WAIT,
                            ('patch', 'deployments/d', {'spec': {'minReadySeconds': 600}}), WAIT, ('patch', 'deployments/d', {'spec': {'minReadySeconds': 0}}), WAIT],
    'deployment-image-pull': [nodes(1), make(deployment('d', 2)), WAIT, ('rule', '.*', PULLING), image('deployments/d', 'nowhere'), WAIT, ('patch', 'deployments/d', {'spec': {'progressDeadlineSeconds': 2}}),
                              ('until', 'deployments/d', condition('Progressing', 'False')), WAIT, undo('deployments/d', template('d')), ('rule', '.*', 'run'), WAIT],
    'deployment-strategy-changes': [nodes(1), make(deployment('d', 2)), WAIT, ('patch', 'deployments/d', {'spec': {'strategy': {'type': 'Recreate', 'rollingUpdate': None}}}), image('deployments/d', 'i2'), WAIT,
                                    ('patch', 'deployments/d', {'spec': {'progressDeadlineSeconds': 0x7fffffff}}), WAIT, image('deployments/d', 'i3'), WAIT],
    'deployment-zero': [make(deployment('d', 0)), WAIT, image('deployments/d', 'i2'), WAIT, ('scale', 'deployments/d', 1), WAIT],
    'deployment-evicted-pods': [nodes(1), make(deployment('d', 2)), WAIT, ('patch', 'pods/d-*/status', {'status': {'phase': 'Failed', 'reason': 'Evicted', 'message': 'The node was low on resource: memory.'}}), WAIT, ('scale', 'deployments/d', 1), WAIT],
    'deployment-set-deleted': [nodes(1), make(deployment('d', 2)), WAIT, ('delete', 'replicasets/d-*', {'propagationPolicy': 'Background'}), WAIT, ('delete', 'replicasets/d-*', {'propagationPolicy': 'Orphan'}), WAIT],
    'replica-set-min-ready': [nodes(1), make(replica_set('r', 2, minReadySeconds=1)), WAIT, WAIT, ('patch', 'replicasets/r', {'spec': {'template': {'metadata': {'labels': {'x': 'y'}}}}}), WAIT, ('scale', 'replicasets/r', 3), WAIT],
    'stateful-set-restart': [nodes(2), make(stateful_set('s', 2)), WAIT, restart('statefulsets/s', '2026-01-01T00:00:00Z'), WAIT, undo('statefulsets/s', template('s')), WAIT],
    'stateful-set-two-at-once': [nodes(1), make(stateful_set('s', 4, updateStrategy=rolling(maxUnavailable=2))), WAIT, ('rule', '.*', 'unready'), image('statefulsets/s', 'i2'), WAIT, ('rule', '.*', 'run'), WAIT],
    'stateful-set-min-ready': [nodes(1), make(stateful_set('s', 2, minReadySeconds=1)), WAIT, WAIT, WAIT, image('statefulsets/s', 'i2'), WAIT, WAIT, WAIT],
    'stateful-set-claims-kept': [nodes(1), make(*[volume('flow-%d' % i, storageClassName='s') for i in range(2)], stateful_set('s', 2, **CLAIMS)), WAIT, ('scale', 'statefulsets/s', 0), WAIT,
                                 ('delete', 'persistentvolumeclaims/data-s-1'), WAIT, ('scale', 'statefulsets/s', 2), WAIT, ('patch', 'statefulsets/s', {'spec': {'persistentVolumeClaimRetentionPolicy': {'whenDeleted': 'Delete', 'whenScaled': 'Retain'}}}), WAIT,
                                 ('delete', 'statefulsets/s', {'propagationPolicy': 'Foreground'}), WAIT],
    'stateful-set-evicted-and-orphaned': [nodes(1), make(stateful_set('s', 2)), WAIT, ('rule', 's-1', 'succeed'), WAIT, ('rule', '.*', 'run'), WAIT, ('delete', 'statefulsets/s', {'propagationPolicy': 'Orphan'}), WAIT, make(stateful_set('s', 3)), WAIT],
    'daemon-set-restart': [nodes(2), make(daemon_set('d', minReadySeconds=1)), WAIT, WAIT, restart('daemonsets/d', '2026-01-01T00:00:00Z'), WAIT, WAIT, WAIT, undo('daemonsets/d', template('d')), WAIT, WAIT, WAIT],
    'daemon-set-bad-rollout': [nodes(3), make(daemon_set('d', updateStrategy=rolling(maxUnavailable='50%'))), WAIT, ('rule', '.*', 'unready'), image('daemonsets/d', 'bad'), WAIT, undo('daemonsets/d', template('d')), ('rule', '.*', 'run'), WAIT],
    'daemon-set-adopts': [nodes(1), make(daemon_set('d')), WAIT, ('delete', 'daemonsets/d', {'propagationPolicy': 'Orphan'}), WAIT, make(daemon_set('d')), WAIT, ('patch', 'pods/d-*', {'metadata': {'labels': {'app': 'other'}}}), WAIT],
    'daemon-set-nodes-change': [nodes(2), make(daemon_set('d', {'nodeSelector': {'kubernetes.io/os': 'linux', 'disk': 'ssd'}})), WAIT, ('patch', 'nodes/n1', {'metadata': {'labels': {'disk': 'ssd'}}}), WAIT,
                                ('patch', 'nodes/n2', {'metadata': {'labels': {'disk': 'ssd'}}}), WAIT, ('patch', 'nodes/n1', {'metadata': {'labels': {'disk': None}}}), WAIT, ('patch', 'nodes/n2', {'spec': {'unschedulable': True}}), WAIT],
}
