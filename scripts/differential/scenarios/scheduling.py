"""What the scheduler does, and what it says about pods that it has no place for."""
from scenarios.objects import *

ZONE = 'topology.kubernetes.io/zone'
HOST = 'kubernetes.io/hostname'


def zones(*names):
    return ('nodes', *[node('n%d' % i, labels={ZONE: z}) for i, z in enumerate(names, 1)])


def affinity(key, match, kind='podAffinity', preferred=False):
    term = {'topologyKey': key, 'labelSelector': {'matchLabels': match}}
    return {kind: {'preferredDuringSchedulingIgnoredDuringExecution': [{'weight': 1, 'podAffinityTerm': term}]} if preferred else
            {'requiredDuringSchedulingIgnoredDuringExecution': [term]}}


def node_affinity(*expressions, fields=()):
    term = {k: v for k, v in (('matchExpressions', list(expressions)), ('matchFields', list(fields))) if v}
    return {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [term]}}}


def spread(key, match, **more):
    return [{'maxSkew': 1, 'topologyKey': key, 'whenUnsatisfiable': 'DoNotSchedule', 'labelSelector': {'matchLabels': match}, **more}]


def taint(key, effect='NoSchedule', value=''):
    return {'key': key, 'value': value, 'effect': effect}


def priority(name, value, **more):
    return obj('PriorityClass', name, value=value, **more)


def driven(name):
    v = volume(name, storageClassName='s', csi={'driver': 'x.example', 'volumeHandle': name})
    v['spec'].pop('hostPath')
    return v


CLASS = obj('DeviceClass', 'flow.example.com', {'selectors': [{'cel': {'expression': 'device.driver == "d.example.com"'}}]})


def slice_of(node, *devices, pool=None):
    pool = pool or node
    return obj('ResourceSlice', 'flow-%s-%s' % (node, pool), {'driver': 'd.example.com', 'nodeName': node, 'pool': {'name': pool, 'generation': 1, 'resourceSliceCount': 1}, 'devices': list(devices)})


SCENARIOS = {
    'no-nodes': [make(pod('p'), pod('gated', schedulingGates=[{'name': 'a.example/g'}, {'name': 'a.example/h'}])), WAIT, nodes(1), WAIT,
                 ('patch', 'pods/gated', {'spec': {'schedulingGates': None}}), WAIT],
    'resources': [
        nodes(3, capacity={'example.com/gpu': '2'}), make(
            pod('cpu', cpu='5'), pod('memory', requests={'memory': '9Gi'}), pod('both', requests={'memory': '9Gi', 'cpu': '8'}),
            pod('disk', requests={'ephemeral-storage': '200Gi'}), pod('unknown', requests={'example.com/none': '1'}),
            obj('Pod', 'gpu', {'containers': [{'name': 'c', 'image': 'i', 'resources': {'limits': {'example.com/gpu': '3'}}}]})), WAIT],
    'too-many-pods': [nodes(2, capacity={'pods': '1'}), make(replica_set('r', 3)), WAIT, ('delete', 'pods/r-*'), WAIT],
    'taints': [
        ('nodes', node('n1', taints=[taint('a')]), node('n2', taints=[taint('b', value='x')]), node('n3', taints=[taint('a'), taint('c', 'NoExecute')]),
         node('n4', taints=[taint('p', 'PreferNoSchedule'), taint('a')])),
        make(pod('p'), pod('q', tolerations=[{'key': 'a', 'operator': 'Exists'}]), pod('r', tolerations=[{'operator': 'Exists', 'effect': 'NoExecute'}]),
             pod('s', tolerations=[{'key': 'b', 'value': 'y'}])), WAIT],
    'unschedulable-node': [('nodes', node('n1', spec={'unschedulable': True}), node('n2', spec={'unschedulable': True})), make(pod('p')), WAIT,
                           ('patch', 'nodes/n1', {'spec': {'unschedulable': None}}), WAIT],
    'node-selectors': [
        zones('a', 'b'), make(
            pod('selector', nodeSelector={ZONE: 'c'}), pod('expression', affinity=node_affinity({'key': ZONE, 'operator': 'In', 'values': ['c']})),
            pod('field', affinity=node_affinity(fields=[{'key': 'metadata.name', 'operator': 'In', 'values': ['n9']}])),
            pod('fits', affinity=node_affinity({'key': ZONE, 'operator': 'NotIn', 'values': ['a']})),
            pod('named', affinity=node_affinity(fields=[{'key': 'metadata.name', 'operator': 'In', 'values': ['n1']}]))), WAIT],
    'pod-affinity': [
        zones('a', 'a', 'b'), make(pod('first', {'app': 'x'}, nodeSelector={ZONE: 'a'})), WAIT,
        make(pod('near', affinity=affinity(ZONE, {'app': 'x'}), nodeSelector={ZONE: 'b'}), pod('away', {'app': 'x'}, affinity=affinity(ZONE, {'app': 'x'}, 'podAntiAffinity')),
             pod('nobody', affinity=affinity(HOST, {'app': 'none'})), pod('self', {'app': 'self'}, affinity=affinity(HOST, {'app': 'self'})),
             pod('no-key', affinity=affinity('none', {'app': 'x'}))), WAIT,
        make(pod('kept-out', {'app': 'x'}, nodeSelector={ZONE: 'b'}), pod('second-away', {'app': 'x'}, affinity=affinity(ZONE, {'app': 'x'}, 'podAntiAffinity'))), WAIT],
    'spreading': [
        zones('a', 'a', 'b'), make(
            pod('p1', {'app': 'x'}, nodeSelector={HOST: 'n1'}, topologySpreadConstraints=spread(ZONE, {'app': 'x'}))), WAIT,
        make(pod('p2', {'app': 'x'}, nodeSelector={HOST: 'n2'}, topologySpreadConstraints=spread(ZONE, {'app': 'x'})),
             pod('p3', {'app': 'y'}, topologySpreadConstraints=spread('none', {'app': 'y'})),
             pod('p4', {'app': 'z'}, topologySpreadConstraints=spread(ZONE, {'app': 'z'}, minDomains=3))), WAIT,
        make(pod('p5', {'app': 'z'}, topologySpreadConstraints=spread(ZONE, {'app': 'z'}, minDomains=3))), WAIT],
    'host-ports': [nodes(2), make(replica_set('r', 3, {'ports': [{'containerPort': 80, 'hostPort': 8080}]})), WAIT],
    'mixed-reasons': [
        ('nodes', node('n1', taints=[taint('a')]), node('n2', capacity={'cpu': '1'}), node('n3', labels={'disk': 'hdd'}), node('n4', spec={'unschedulable': True})),
        make(pod('p', cpu='2', nodeSelector={'disk': 'ssd'}), pod('q', cpu='2', affinity=affinity(HOST, {'app': 'none'}))), WAIT],
    'volumes': [
        zones('a', 'b'), make(
            obj('StorageClass', 'later', provisioner='kubernetes.io/no-provisioner', volumeBindingMode='WaitForFirstConsumer'),
            obj('StorageClass', 'now', provisioner='x.example/p'), obj('StorageClass', 'made-later', provisioner='x.example/p', volumeBindingMode='WaitForFirstConsumer'),
            claim('unbound', storageClassName='now'), claim('no-volume', storageClassName='later'), claim('no-class', storageClassName='none'),
            claim('waits', storageClassName='made-later'),
            volume('flow-zone', storageClassName='z', nodeAffinity={'required': {'nodeSelectorTerms': [{'matchExpressions': [{'key': ZONE, 'operator': 'In', 'values': ['c']}]}]}}),
            claim('elsewhere', storageClassName='z')), WAIT,
        make(pod('a', volumes=uses('unbound')), pod('b', volumes=uses('no-volume')), pod('c', volumes=uses('no-class')), pod('d', volumes=uses('unknown')),
             pod('e', volumes=uses('elsewhere')), pod('f', volumes=uses('waits')), pod('g', volumes=uses('unknown', 'unbound', 'no-volume'))), WAIT],
    'volume-in-use': [nodes(2), make(volume('flow-rwop', accessModes=['ReadWriteOncePod'], storageClassName='s'),
                                     claim('c', accessModes=['ReadWriteOncePod'], storageClassName='s')), WAIT,
                      make(pod('a', volumes=uses('c'))), WAIT, make(pod('b', volumes=uses('c'))), WAIT, ('delete', 'pods/a'), WAIT],
    'claim-being-deleted': [nodes(1), make(volume('flow-v', storageClassName='s'), claim('c', storageClassName='s')), WAIT, make(pod('a', volumes=uses('c'))), WAIT,
                            ('delete', 'persistentvolumeclaims/c'), make(pod('b', volumes=uses('c'))), WAIT, ('delete', 'pods/a'), WAIT],
    'preemption': [
        nodes(2, capacity={'cpu': '2'}), make(priority('flow-high', 1000), priority('flow-low', 10), priority('flow-never', 2000, preemptionPolicy='Never')),
        make(*[pod('low%d' % i, cpu='1500m', priorityClassName='flow-low', nodeSelector={HOST: 'n%d' % i}) for i in (1, 2)]), WAIT,
        make(pod('never', cpu='1', priorityClassName='flow-never')), WAIT, ('rule', 'low.*', 'run linger'),
        make(pod('high', cpu='1', priorityClassName='flow-high')), WAIT, ('rule', 'low.*', 'run'), WAIT,
        make(pod('huge', cpu='3', priorityClassName='flow-high')), WAIT],
    'preemption-and-budgets': [
        nodes(2, capacity={'cpu': '2'}), make(priority('flow-high', 1000), obj('PodDisruptionBudget', 'b', {'maxUnavailable': 0, 'selector': {'matchLabels': {'app': 'kept'}}})),
        make(pod('kept', {'app': 'kept'}, cpu='1500m', nodeSelector={HOST: 'n1'}), pod('free', {'app': 'free'}, cpu='1500m', nodeSelector={HOST: 'n2'})), WAIT,
        make(pod('h1', cpu='1', priorityClassName='flow-high')), WAIT, make(pod('h2', cpu='1', priorityClassName='flow-high')), WAIT],
    'preemption-of-many': [
        nodes(1, capacity={'cpu': '2'}), make(priority('flow-high', 1000)), make(*[pod('p%d' % i, cpu='500m') for i in range(4)]), WAIT,
        make(pod('h', cpu='1100m', priorityClassName='flow-high')), WAIT],
    'nobodys-scheduler': [nodes(1), make(pod('p', schedulerName='nobody')), WAIT],
    'bound-by-hand': [nodes(2), make(pod('p', nodeName='n2'), pod('q', nodeName='none')), WAIT,
                      make(pod('r', schedulingGates=[{'name': 'a.example/g'}])), ('post', 'pods/r/binding', {'target': {'kind': 'Node', 'name': 'n1'}}), WAIT],
    'node-names-in-time': [make(pod('p', cpu='3'), pod('q', cpu='3')), WAIT, nodes(1), WAIT, ('delete', 'pods/p'), ('delete', 'pods/q'), WAIT],
    'devices': [
        nodes(2), make(
            obj('DeviceClass', 'flow.example.com', {'selectors': [{'cel': {'expression': 'device.driver == "d.example.com"'}}]}),
            obj('ResourceSlice', 'flow-slice', {'driver': 'd.example.com', 'nodeName': 'n1', 'pool': {'name': 'n1', 'generation': 1, 'resourceSliceCount': 1}, 'devices': [
                {'name': 'd0', 'attributes': {'kind': {'string': 'big'}}}, {'name': 'd1'}]}),
            obj('ResourceClaimTemplate', 't', {'spec': {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow.example.com'}}]}}}),
            obj('ResourceClaim', 'shared', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow.example.com', 'selectors': [
                {'cel': {'expression': 'device.attributes["d.example.com"].kind == "big"'}}]}}]}})), WAIT,
        make(pod('a', resourceClaims=[{'name': 'c', 'resourceClaimTemplateName': 't'}])), WAIT,
        make(pod('b', resourceClaims=[{'name': 'c', 'resourceClaimName': 'shared'}]), pod('c', resourceClaims=[{'name': 'c', 'resourceClaimName': 'shared'}])), WAIT,
        make(pod('d', resourceClaims=[{'name': 'c', 'resourceClaimTemplateName': 't'}]), pod('e', resourceClaims=[{'name': 'c', 'resourceClaimName': 'unknown'}]),
             pod('f', resourceClaims=[{'name': 'c', 'resourceClaimTemplateName': 'unknown'}])), WAIT,
        ('delete', 'pods/a'), WAIT, ('delete', 'resourceclaims/shared'), WAIT, ('delete', 'pods/b'), ('delete', 'pods/c'), WAIT],
    'devices-and-classes': [
        nodes(1), make(obj('ResourceClaim', 'c', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow-none.example.com'}}]}}),
                       obj('ResourceClaim', 'bad', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow-bad.example.com'}}]}}),
                       obj('DeviceClass', 'flow-bad.example.com', {'selectors': [{'cel': {'expression': 'device.attributes["d.example.com"].kind == "x"'}}]}),
                       obj('ResourceSlice', 'flow-slice', {'driver': 'd.example.com', 'nodeName': 'n1', 'pool': {'name': 'n1', 'generation': 1, 'resourceSliceCount': 1},
                                                           'devices': [{'name': 'd0'}]}),
                       pod('p', resourceClaims=[{'name': 'c', 'resourceClaimName': 'c'}]), pod('q', resourceClaims=[{'name': 'c', 'resourceClaimName': 'bad'}])), WAIT,
        ('rule', 'done', 'succeed'), make(obj('DeviceClass', 'flow-none.example.com', {})), WAIT],
    'gates-and-selectors': [nodes(2), make(pod('p', schedulingGates=[{'name': 'a.example/g'}, {'name': 'a.example/h'}])), WAIT,
                            ('patch', 'pods/p', {'spec': {'nodeSelector': {HOST: 'n2'}, 'schedulingGates': [{'name': 'a.example/h'}]}}), WAIT, ('patch', 'pods/p', {'spec': {'schedulingGates': None}}), WAIT],
    'match-label-keys': [nodes(2), make(deployment('d', 2, {
        'affinity': {'podAntiAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': HOST, 'labelSelector': {'matchLabels': {'app': 'd'}}, 'matchLabelKeys': ['pod-template-hash']}]}},
        'topologySpreadConstraints': spread(HOST, {'app': 'd'}, matchLabelKeys=['pod-template-hash'])})), WAIT, image('deployments/d', 'i2'), WAIT, ('scale', 'deployments/d', 3), WAIT],
    'mismatch-label-keys': [zones('a', 'b'), make(pod('a', {'tenant': 'x'}, affinity={'podAntiAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [
        {'topologyKey': ZONE, 'mismatchLabelKeys': ['tenant'], 'labelSelector': {'matchExpressions': [{'key': 'tenant', 'operator': 'Exists'}]}}]}}, nodeSelector={ZONE: 'a'})), WAIT,
        make(pod('b', {'tenant': 'y'}, nodeSelector={ZONE: 'a'}), pod('c', {'tenant': 'x'}, nodeSelector={ZONE: 'a'})), WAIT],
    'spreading-and-new-nodes': [zones('a', 'b'), make(deployment('d', 5, {'cpu': '1500m', 'topologySpreadConstraints': spread(ZONE, {'app': 'd'})})), WAIT, ('nodes', node('n3', labels={ZONE: 'a'})), WAIT,
                                ('nodes', node('n4', labels={ZONE: 'b'}, taints=[taint('a')])), WAIT, ('patch', 'nodes/n4', {'spec': {'taints': None}}), WAIT],
    'spreading-policies': [('nodes', node('n1', labels={ZONE: 'a'}), node('n2', labels={ZONE: 'b'}, taints=[taint('a')]), node('n3', labels={ZONE: 'c', 'disk': 'ssd'})),
                           make(*[pod(n + str(i), {'app': n}, topologySpreadConstraints=spread(ZONE, {'app': n}, **more), **also) for i in range(3) for n, more, also in (
                               ('honor', {'nodeTaintsPolicy': 'Honor'}, {}), ('ignore', {}, {}), ('all', {'nodeAffinityPolicy': 'Ignore'}, {'nodeSelector': {'disk': 'ssd'}}), ('one', {}, {'nodeSelector': {'disk': 'ssd'}}))]), WAIT],
    'labels-come-and-go': [nodes(2), make(pod('p', nodeSelector={'disk': 'ssd'}), pod('q', affinity=affinity(HOST, {'app': 'none'}))), WAIT, ('patch', 'nodes/n2', {'metadata': {'labels': {'disk': 'ssd'}}}), WAIT,
                           make(pod('r', {'app': 'none'}, nodeSelector={HOST: 'n1'})), WAIT, ('patch', 'nodes/n1', {'spec': {'taints': [taint('a')]}}), make(pod('t', nodeSelector={HOST: 'n1'})), WAIT,
                           ('patch', 'pods/t', {'spec': {'tolerations': [{'key': 'a', 'operator': 'Exists'}]}}), WAIT],
    'pods-as-a-whole': [nodes(1), make(obj('Pod', 'p', {**pod_spec(), 'resources': {'requests': {'cpu': '3'}, 'limits': {'cpu': '3500m'}}}), obj('Pod', 'q', {**pod_spec(), 'resources': {'requests': {'cpu': '2'}}})), WAIT,
                        ('patch', 'pods/p/resize', {'spec': {'containers': [{'name': 'c', 'image': 'i', 'resources': {'requests': {'cpu': '1'}}}]}}), WAIT, ('delete', 'pods/p'), WAIT],
    'resized': [nodes(1), make(pod('p', cpu='3')), WAIT, make(pod('q', cpu='2')), WAIT, ('patch', 'pods/p/resize', {'spec': {'containers': [{'name': 'c', 'image': 'i', 'resources': {'requests': {'cpu': '1'}}}]}}), WAIT],
    'overhead': [nodes(1), make(obj('RuntimeClass', 'flow-heavy', handler='h', overhead={'podFixed': {'cpu': '3'}}, scheduling={'nodeSelector': {'x': 'y'}, 'tolerations': [{'key': 'a', 'operator': 'Exists'}]})), WAIT,
                 make(pod('p', cpu='2', runtimeClassName='flow-heavy'), pod('q', runtimeClassName='flow-none')), WAIT, ('patch', 'nodes/n1', {'metadata': {'labels': {'x': 'y'}}}), WAIT],
    'init-and-sidecars': [nodes(1), make(obj('Pod', 'p', {**pod_spec(cpu='1'), 'initContainers': [{'name': 'i', 'image': 'i', 'resources': {'requests': {'cpu': '5'}}}]}), obj('Pod', 'q', {**pod_spec(cpu='3'), 'initContainers': [
        {'name': 's', 'image': 'i', 'restartPolicy': 'Always', 'resources': {'requests': {'cpu': '2'}}}]})), WAIT],
    'priority-order': [make(priority('flow-high', 1000), priority('flow-default', 50, globalDefault=True)), WAIT, make(pod('plain', cpu='3'), pod('high', cpu='3', priorityClassName='flow-high'), pod('none', priorityClassName='flow-unknown')), WAIT,
                       nodes(1), WAIT],
    'preemptor-goes': [nodes(1, capacity={'cpu': '2'}), make(priority('flow-high', 1000)), make(pod('low', cpu='1500m')), WAIT, ('rule', 'low', 'run linger'), make(pod('high', cpu='1', priorityClassName='flow-high')), WAIT,
                       make(pod('next', cpu='1')), WAIT, ('delete', 'pods/high'), WAIT, ('rule', 'low', 'run'), WAIT],
    'preemption-and-affinity': [zones('a', 'b'), make(priority('flow-high', 1000), pod('shy', {'app': 'x'}, affinity=affinity(ZONE, {'app': 'y'}, 'podAntiAffinity'), nodeSelector={ZONE: 'a'})), WAIT,
                                make(pod('high', {'app': 'y'}, nodeSelector={ZONE: 'a'}, priorityClassName='flow-high')), WAIT],
    'volume-limits': [nodes(1), make(obj('CSIDriver', 'x.example', {'attachRequired': False}), obj('CSINode', 'n1', {'drivers': [{'name': 'x.example', 'nodeID': 'n1', 'topologyKeys': [], 'allocatable': {'count': 1}}]}),
                                     *[driven('flow-v%d' % i) for i in (1, 2)], *[claim('c%d' % i, storageClassName='s', volumeName='flow-v%d' % i) for i in (1, 2)]), WAIT,
                      make(pod('a', volumes=uses('c1'))), WAIT, make(pod('b', volumes=uses('c2')), pod('c', volumes=uses('c1'))), WAIT, ('delete', 'pods/a'), ('delete', 'pods/c'), WAIT],
    'volume-zones': [zones('a', 'b'), make({**volume('flow-z', storageClassName='s'), 'metadata': {'name': 'flow-z', 'labels': {ZONE: 'b', 'topology.kubernetes.io/region': 'r'}}}, claim('c', storageClassName='s')), WAIT,
                     make(pod('p', volumes=uses('c'))), WAIT],
    'devices-first-of': [nodes(1), make(CLASS, slice_of('n1', {'name': 'd0', 'attributes': {'kind': {'string': 'small'}}}), obj('ResourceClaim', 'c', {'devices': {'requests': [{'name': 'r', 'firstAvailable': [
        {'name': 'big', 'deviceClassName': 'flow.example.com', 'selectors': [{'cel': {'expression': 'device.attributes["d.example.com"].kind == "big"'}}]},
        {'name': 'small', 'deviceClassName': 'flow.example.com', 'count': 1}]}]}}), pod('p', resourceClaims=[{'name': 'c', 'resourceClaimName': 'c'}])), WAIT,
        make(obj('ResourceClaim', 'all', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow.example.com', 'allocationMode': 'All'}}]}}), pod('q', resourceClaims=[{'name': 'c', 'resourceClaimName': 'all'}])), WAIT,
        make(slice_of('n1', {'name': 'd1'}, pool='more')), WAIT, ('rule', 'p', 'succeed'), WAIT],
    'devices-tainted': [nodes(1), make(CLASS, slice_of('n1', {'name': 'd0', 'taints': [{'key': 'a', 'effect': 'NoSchedule'}]}), obj('ResourceClaim', 'c', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow.example.com'}}]}}),
                                       pod('p', resourceClaims=[{'name': 'c', 'resourceClaimName': 'c'}])), WAIT, ('patch', 'resourceslices/flow-n1-n1', {'spec': {'devices': [{'name': 'd0'}]}}), WAIT,
                        ('patch', 'resourceslices/flow-n1-n1', {'spec': {'devices': [{'name': 'd0', 'taints': [{'key': 'a', 'effect': 'NoExecute'}]}]}}), WAIT],
    'devices-matching': [nodes(2), make(CLASS, slice_of('n1', {'name': 'd0', 'attributes': {'numa': {'int': 0}}}, {'name': 'd1', 'attributes': {'numa': {'int': 1}}}),
                                        slice_of('n2', {'name': 'd0', 'attributes': {'numa': {'int': 1}}}, {'name': 'd1', 'attributes': {'numa': {'int': 1}}}),
                                        obj('ResourceClaim', 'c', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow.example.com', 'count': 2}}], 'constraints': [{'matchAttribute': 'd.example.com/numa'}]}}),
                                        pod('p', resourceClaims=[{'name': 'c', 'resourceClaimName': 'c'}])), WAIT,
                         make(obj('ResourceClaim', 'd', {'devices': {'requests': [{'name': 'r', 'exactly': {'deviceClassName': 'flow.example.com', 'count': 2}}], 'constraints': [{'matchAttribute': 'd.example.com/numa'}]}}),
                              pod('q', resourceClaims=[{'name': 'c', 'resourceClaimName': 'd'}])), WAIT],
}
