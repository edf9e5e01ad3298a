"""Services, Endpoints, EndpointSlices, their mirrors and service addresses."""
from scenarios.objects import *

ZONE = 'topology.kubernetes.io/zone'
PORTS = [{'name': 'http', 'port': 80, 'targetPort': 'web'}, {'name': 'dns', 'port': 53, 'protocol': 'UDP', 'targetPort': 5353}]
WEB = [{'name': 'web', 'containerPort': 8080}]

SCENARIOS = {
    'plain': [nodes(2), make(service('s', {'app': 'r'}), replica_set('r', 3)), WAIT, ('rule', '.*', 'unready'), WAIT, ('rule', '.*', 'run linger'), ('scale', 'replicasets/r', 1), WAIT,
              ('rule', '.*', 'run'), WAIT, ('patch', 'services/s', {'spec': {'selector': {'app': 'none'}}}), WAIT, ('delete', 'services/s'), WAIT],
    'named-ports': [nodes(1), make(service('s', {'x': 'y'}, ports=PORTS), pod('a', {'x': 'y'}, ports=WEB), pod('b', {'x': 'y'}, ports=[{'name': 'web', 'containerPort': 9090}]),
                                   pod('c', {'x': 'y'})), WAIT],
    'headless': [nodes(1), make(service('s', {'app': 's'}, clusterIP='None', publishNotReadyAddresses=True), service('t', {'app': 's'}, clusterIP='None'),
                                service('portless', {'app': 's'}, clusterIP='None', ports=None)), ('rule', '.*', 'unready'), make(stateful_set('s', 1), pod('h', {'app': 's'}, hostname='h', subdomain='s')), WAIT,
                 ('rule', '.*', 'run'), WAIT],
    'labels-and-annotations': [nodes(1), make(obj('Service', 's', {'selector': {'a': 'b'}, 'ports': [{'port': 1, 'appProtocol': 'http'}]}, {'l': '1'}, {'service.kubernetes.io/topology-mode': 'Auto',
                                                                                                                                           'x': 'y'})), WAIT,
                               ('patch', 'services/s', {'metadata': {'labels': {'l': '2', 'm': '3'}, 'annotations': {'x': None}}}), WAIT],
    'without-selector': [make(service('s'), obj('Endpoints', 's', subsets=[{'addresses': [{'ip': '10.1.1.1'}, {'ip': '10.1.1.2', 'nodeName': 'n'}], 'notReadyAddresses': [{'ip': '10.1.1.3'}],
                                                                           'ports': [{'port': 80}]}]), obj('Endpoints', 'none', subsets=[{'addresses': [{'ip': '10.1.1.1'}], 'ports': [{'port': 80}]}])), WAIT,
                         ('patch', 'endpoints/s', {'subsets': [{'addresses': [{'ip': '10.1.1.1'}], 'ports': [{'port': 80, 'name': 'p'}, {'port': 81, 'name': 'q'}]}]}), WAIT,
                         ('patch', 'services/s', {'spec': {'selector': {'a': 'b'}}}), WAIT],
    'mirrored-twice': [make(service('s'), obj('Endpoints', 's', None, {'a': 'b'}, {'c': 'd'}, subsets=[{'addresses': [{'ip': '10.1.1.1'}], 'ports': [{'port': 80}]},
                                                                                              {'addresses': [{'ip': '10.1.1.2'}], 'ports': [{'port': 81}]}])), WAIT,
                       ('patch', 'endpoints/s', {'metadata': {'labels': {'endpointslice.kubernetes.io/skip-mirror': 'true'}}}), WAIT, ('delete', 'services/s'), WAIT],
    'mirrored-many': [make(service('s'), obj('Endpoints', 's', subsets=[{'addresses': [{'ip': '10.1.%d.%d' % (i // 250, i % 250 + 1)} for i in range(1003)], 'ports': [{'port': 80}]}])), WAIT],
    'unknown-node': [make(service('s', {'a': 'b'}), pod('p', {'a': 'b'}, nodeName='none')), ('patch', 'pods/p/status', {'status': {'phase': 'Running', 'podIP': '10.244.9.9', 'podIPs': [{'ip': '10.244.9.9'}]}}), WAIT],
    'zones-and-hints': [('nodes', *[node('n%d' % i, labels={ZONE: z}) for i, z in enumerate(['a', 'a', 'b', 'b'], 1)]),
                        make(obj('Service', 's', {'selector': {'app': 'r'}, 'ports': [{'port': 80}]}, annotations={'service.kubernetes.io/topology-mode': 'Auto'}),
                             obj('Service', 't', {'selector': {'app': 'r'}, 'ports': [{'port': 80}], 'trafficDistribution': 'PreferClose'}),
                             obj('Service', 'u', {'selector': {'app': 'r'}, 'ports': [{'port': 80}], 'trafficDistribution': 'PreferSameNode'}),
                             replica_set('r', 8, {'topologySpreadConstraints': [{'maxSkew': 1, 'topologyKey': 'kubernetes.io/hostname', 'whenUnsatisfiable': 'DoNotSchedule',
                                                                                'labelSelector': {'matchLabels': {'app': 'r'}}}]})), WAIT, ('scale', 'replicasets/r', 1), WAIT],
    'many': [nodes(3), make(service('s', {'app': 'r'}), replica_set('r', 120)), ('wait', 60), ('scale', 'replicasets/r', 20), ('wait', 60)],
    'node-ports-and-balancers': [make(service('n', {'a': 'b'}, type='NodePort'), service('l', {'a': 'b'}, type='LoadBalancer', externalTrafficPolicy='Local'), service('e', type='ExternalName', externalName='x.example', ports=None)), WAIT,
                                 ('patch', 'services/n', {'spec': {'type': 'ClusterIP'}}), ('patch', 'services/l', {'spec': {'type': 'ExternalName', 'externalName': 'y.example'}}), WAIT],
    'finished-and-foreign-pods': [nodes(1), ('rule', 'done', 'succeed'), make(service('s', {'x': 'y'}), pod('done', {'x': 'y'}), pod('waits', {'x': 'y'}, nodeSelector={'a': 'b'}), pod('here', {'x': 'y'})), WAIT],
    'service-cidr': [make(obj('ServiceCIDR', 'flow-range', {'cidrs': ['10.97.0.0/24']})), WAIT, make(service('s', clusterIP='10.97.0.7')), WAIT, ('delete', 'servicecidrs/flow-range'), WAIT,
                     ('delete', 'services/s'), WAIT],
    'flapping': [nodes(2), make(service('s', {'app': 'd'}), deployment('d', 2)), WAIT, ('rule', 'd-.*', 'unready'), WAIT, ('rule', 'd-.*', 'run'), WAIT, image('deployments/d', 'i2'), WAIT, ('scale', 'deployments/d', 0), WAIT],
    'readiness-gates': [nodes(1), make(service('s', {'app': 'p'}), pod('p', {'app': 'p'}, readinessGates=[{'conditionType': 'a.example/g'}])), ('rule', '.*', 'unready'), WAIT,
                        ('rule', '.*', {'conditions': [{'type': 'a.example/g', 'status': 'True'}]}), WAIT],
    'slices-changed-by-hand': [nodes(1), make(service('s', {'app': 'p'}), pod('p', {'app': 'p'})), WAIT, ('patch', 'endpointslices/s-*', {'endpoints': []}), WAIT, ('delete', 'endpointslices/s-*'), WAIT, ('patch', 'endpoints/s', {'subsets': None}), WAIT,
                               ('delete', 'endpoints/s'), WAIT, ('patch', 'endpointslices/s-*', {'metadata': {'labels': {'kubernetes.io/service-name': 'other'}}}), WAIT],
    'ports-change': [nodes(1), make(service('s', {'app': 'p'}), pod('p', {'app': 'p'}, ports=WEB)), WAIT, ('patch', 'services/s', {'spec': {'ports': PORTS}}), WAIT, ('patch', 'services/s', {'spec': {'clusterIP': None, 'publishNotReadyAddresses': True}}), WAIT,
                     ('rule', '.*', 'unready'), WAIT, ('rule', '.*', 'succeed'), WAIT],
}
