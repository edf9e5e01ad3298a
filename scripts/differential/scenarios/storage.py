"""Volumes, claims, their protection, attachments and classes."""
from scenarios.objects import *


def bound(o):  # upstream may look at a claim again only after 15 seconds
    return o['status']['phase'] == 'Bound'


def storage_class(name, **fields):
    return obj('StorageClass', name, **{'provisioner': 'x.example/p', **fields})


def csi(name, **spec):
    v = volume(name, **{'storageClassName': 's', 'csi': {'driver': 'x.example', 'volumeHandle': name}, **spec})
    v['spec'].pop('hostPath')
    return v


SCENARIOS = {
    'static': [make(volume('flow-a', storageClassName='s'), volume('flow-b', '5Gi', storageClassName='s'), claim('c', '2Gi', storageClassName='s'), claim('too-large', '9Gi', storageClassName='s')), WAIT,
               ('delete', 'persistentvolumeclaims/c'), WAIT, ('patch', 'persistentvolumes/flow-b', {'spec': {'claimRef': None}}), WAIT, ('delete', 'persistentvolumes/flow-b'), WAIT],
    'modes-and-selectors': [make(
        volume('flow-a', storageClassName='s', accessModes=['ReadOnlyMany']), {**volume('flow-b', storageClassName='s'), 'metadata': {'name': 'flow-b', 'labels': {'x': 'y'}}},
        volume('flow-block', storageClassName='s', volumeMode='Block'), claim('mode', storageClassName='s', accessModes=['ReadWriteMany']),
        claim('selector', storageClassName='s', selector={'matchLabels': {'x': 'y'}}), claim('no-selector', storageClassName='s', selector={'matchLabels': {'x': 'z'}}),
        claim('block', storageClassName='s', volumeMode='Block')), WAIT],
    'named-volume': [make(volume('flow-a', storageClassName='s'), volume('flow-mode', storageClassName='s', accessModes=['ReadOnlyMany']), volume('flow-class', storageClassName='t'),
                          volume('flow-small', '1Mi', storageClassName='s'), volume('flow-taken', storageClassName='s', claimRef={'namespace': 'default', 'name': 'other'})), WAIT,
                     make(*[claim(n, storageClassName='s', volumeName='flow-' + n) for n in ('a', 'mode', 'class', 'small', 'taken', 'nothing')]), WAIT],
    'reserved-volume': [make(volume('flow-a', storageClassName='s', claimRef={'namespace': '${NS}', 'name': 'c'}), claim('d', storageClassName='s')), WAIT, make(claim('c', storageClassName='s')), WAIT],
    'lost': [make(volume('flow-a', storageClassName='s'), claim('c', storageClassName='s')), WAIT, ('delete', 'persistentvolumes/flow-a'), ('patch', 'persistentvolumes/flow-a', {'metadata': {'finalizers': None}}), WAIT,
             make(volume('flow-a', storageClassName='s')), WAIT],
    'released-delete': [make(volume('flow-a', storageClassName='s', persistentVolumeReclaimPolicy='Delete'), csi('flow-b', persistentVolumeReclaimPolicy='Delete'), claim('c', storageClassName='s'),
                             claim('d', storageClassName='s')), WAIT, ('delete', 'persistentvolumeclaims/c'), ('delete', 'persistentvolumeclaims/d'), WAIT],
    'classes': [make(storage_class('now'), storage_class('later', volumeBindingMode='WaitForFirstConsumer'), storage_class('none', provisioner='kubernetes.io/no-provisioner'),
                     storage_class('old', provisioner='kubernetes.io/aws-ebs'), storage_class('odd', provisioner='kubernetes.io/odd'),
                     claim('now', storageClassName='now'), claim('later', storageClassName='later'), claim('none', storageClassName='none'), claim('unknown', storageClassName='unknown'),
                     claim('empty', storageClassName=''), claim('default'), claim('old', storageClassName='old'), claim('odd', storageClassName='odd')), WAIT],
    'default-class-later': [make(claim('c')), WAIT, make({**storage_class('flow-default'), 'metadata': {'name': 'flow-default', 'annotations': {'storageclass.kubernetes.io/is-default-class': 'true'}}}),
                            ('until', 'persistentvolumeclaims/c', lambda o: o and o['spec'].get('storageClassName'), 40), WAIT],
    'first-consumer': [nodes(2), make(storage_class('later', provisioner='kubernetes.io/no-provisioner', volumeBindingMode='WaitForFirstConsumer'),
                                      volume('flow-a', storageClassName='later', nodeAffinity={'required': {'nodeSelectorTerms': [
                                          {'matchExpressions': [{'key': 'kubernetes.io/hostname', 'operator': 'In', 'values': ['n2']}]}]}}), claim('c', storageClassName='later')), WAIT,
                       make(pod('p', volumes=uses('c'))), WAIT],
    'first-consumer-provisioned': [nodes(2), make(storage_class('later', volumeBindingMode='WaitForFirstConsumer'), claim('c', storageClassName='later'), pod('p', volumes=uses('c'))), WAIT,
                                   make(csi('flow-made', claimRef={'namespace': '${NS}', 'name': 'c'}, persistentVolumeReclaimPolicy='Delete')),
                                   ('patch', 'persistentvolumes/flow-made', {'spec': {'storageClassName': 'later'}}),
                                   ('until', 'persistentvolumeclaims/c', bound, 40), WAIT],
    'protection': [nodes(1), make(volume('flow-a', storageClassName='s'), claim('c', storageClassName='s'), pod('p', volumes=uses('c'))), WAIT, ('delete', 'persistentvolumes/flow-a'),
                   ('delete', 'persistentvolumeclaims/c'), WAIT, ('rule', 'p', 'succeed'), WAIT],
    'expansion': [make(storage_class('grows', allowVolumeExpansion=True), storage_class('fixed'), volume('flow-a', storageClassName='grows'), {**csi('flow-b'), 'spec': {**csi('flow-b')['spec'], 'storageClassName': 'grows', 'capacity': {'storage': '4Gi'}}},
                       volume('flow-c', storageClassName='fixed'), claim('a', storageClassName='grows'), claim('b', '3Gi', storageClassName='grows'), claim('c', storageClassName='fixed')), WAIT,
                  *[('patch', 'persistentvolumeclaims/' + c, {'spec': {'resources': {'requests': {'storage': '9Gi'}}}}) for c in 'abc'], WAIT],
    'ephemeral': [nodes(1), make(storage_class('now'), claim('taken-v', storageClassName='now'), *[pod(n, volumes=[{'name': 'v', 'ephemeral': {'volumeClaimTemplate': {
        'metadata': {'labels': {'a': 'b'}}, 'spec': claim('x', storageClassName='now')['spec']}}}]) for n in ('p', 'taken')]), WAIT, ('delete', 'pods/p'), WAIT],
    'attachment': [nodes(2), make(csi('flow-a'), claim('c', storageClassName='s'), obj('CSIDriver', 'x.example', {'attachRequired': True}),
                                  obj('CSINode', 'n1', {'drivers': [{'name': 'x.example', 'nodeID': 'n1', 'topologyKeys': []}]}), pod('p', volumes=uses('c'), nodeName='n1')), WAIT,
                   ('patch', 'volumeattachments/csi-*/status', {'status': {'attached': True}}), WAIT, make(pod('q', volumes=uses('c'), nodeName='n2')), WAIT,
                   ('delete', 'pods/p'), WAIT, ('until', 'volumeattachments/csi-*', bool), WAIT],
    'attachment-failing': [nodes(1), make(csi('flow-a'), claim('c', storageClassName='s'), obj('CSIDriver', 'x.example', {'attachRequired': True}), pod('p', volumes=uses('c'))), WAIT,
                           ('patch', 'volumeattachments/csi-*/status', {'status': {'attached': False, 'attachError': {'message': 'no such disk'}}}), WAIT],
    'attachment-not-required': [nodes(1), make(csi('flow-a'), claim('c', storageClassName='s'), obj('CSIDriver', 'x.example', {'attachRequired': False}), pod('p', volumes=uses('c'))), WAIT],
    'attributes-class': [make(obj('VolumeAttributesClass', 'flow-gold', driverName='x.example'), storage_class('now'), csi('flow-a'), claim('c', storageClassName='s', volumeAttributesClassName='flow-gold'),
                              claim('d', storageClassName='now', volumeAttributesClassName='flow-none')), WAIT, ('delete', 'volumeattributesclasses/flow-gold'), WAIT],
    'prebound-claim': [make(obj('PersistentVolumeClaim', 'c', claim('c', storageClassName='s', volumeName='flow-later')['spec'])), WAIT, make(volume('flow-later', storageClassName='s')), ('until', 'persistentvolumeclaims/c', bound, 40), WAIT],
    'two-claims-one-volume': [make(volume('flow-a', storageClassName='s'), claim('a', storageClassName='s'), claim('b', storageClassName='s')), WAIT],
    'set-with-provisioner': [nodes(2), make(storage_class('later', volumeBindingMode='WaitForFirstConsumer'), stateful_set('s', 2, volumeClaimTemplates=[
        {'metadata': {'name': 'data', 'labels': {'a': 'b'}}, 'spec': claim('data', storageClassName='later')['spec']}])), WAIT,
        make(csi('flow-made', claimRef={'namespace': '${NS}', 'name': 'data-s-0'}, storageClassName='later')), ('until', 'persistentvolumeclaims/data-s-0', bound, 40), WAIT, ('scale', 'statefulsets/s', 0), WAIT, ('delete', 'persistentvolumeclaims/data-s-0'), WAIT],
    'claim-used-by-many': [nodes(2), make(volume('flow-a', storageClassName='s', accessModes=['ReadWriteMany']), claim('c', storageClassName='s', accessModes=['ReadWriteMany']), deployment('d', 2, {'volumes': uses('c')})), WAIT,
                           ('delete', 'persistentvolumeclaims/c'), WAIT, ('scale', 'deployments/d', 0), WAIT],
    'released-and-taken-again': [make(volume('flow-a', storageClassName='s'), claim('c', storageClassName='s')), WAIT, ('delete', 'persistentvolumeclaims/c'), WAIT, make(claim('c', storageClassName='s')), WAIT,
                                 ('patch', 'persistentvolumes/flow-a', {'spec': {'claimRef': {'uid': None, 'resourceVersion': None}}}), ('until', 'persistentvolumeclaims/c', bound, 40), WAIT],
}
