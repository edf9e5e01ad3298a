"""Objects and steps, in few words. What a builder does not know is given as fields of the spec."""

WAIT = 'wait',


def obj(kind, name, spec=None, labels=None, annotations=None, finalizers=None, owners=None, namespace=None, **fields):
    meta = {'name': name, 'labels': labels, 'annotations': annotations, 'finalizers': finalizers, 'ownerReferences': owners, 'namespace': namespace}
    out = {'kind': kind, 'metadata': {k: v for k, v in meta.items() if v is not None}, **fields}
    return {**out, 'spec': spec} if spec is not None else out


def pod_spec(cpu=None, image='i', **spec):
    container = {'name': 'c', 'image': image}
    if cpu:
        container['resources'] = {'requests': {'cpu': cpu}}
    if 'ports' in spec:
        container['ports'] = spec.pop('ports')
    if 'requests' in spec:
        container['resources'] = {'requests': spec.pop('requests')}
    return {'containers': [container], 'terminationGracePeriodSeconds': 5, **spec}


def pod(name, labels=None, annotations=None, owners=None, finalizers=None, **spec):
    return obj('Pod', name, pod_spec(**spec), labels, annotations, finalizers, owners)


def workload(kind, name, spec, template, labels=None):
    labels = labels or {'app': name}
    return obj(kind, name, {'selector': {'matchLabels': labels}, 'template': {'metadata': {'labels': labels}, 'spec': pod_spec(**template)}, **spec})


def deployment(name, replicas=3, pod={}, **spec):
    return workload('Deployment', name, {'replicas': replicas, **spec}, pod)


def replica_set(name, replicas=3, pod={}, **spec):
    return workload('ReplicaSet', name, {'replicas': replicas, **spec}, pod)


def stateful_set(name, replicas=3, pod={}, **spec):
    return workload('StatefulSet', name, {'replicas': replicas, 'serviceName': name, **spec}, pod)


def daemon_set(name, pod={}, **spec):
    return workload('DaemonSet', name, spec, pod)


def job(name, pod={}, **spec):
    return obj('Job', name, {'template': {'spec': pod_spec(**{'restartPolicy': 'Never', **pod})}, **spec})


def cron_job(name, schedule='0 0 1 1 *', job={}, **spec):
    return obj('CronJob', name, {'schedule': schedule, 'jobTemplate': {'spec': {
        'template': {'spec': pod_spec(restartPolicy='Never')}, **job}}, **spec})


def service(name, selector=None, **spec):
    return obj('Service', name, {'ports': [{'port': 80}], **({'selector': selector} if selector else {}), **spec})


def volume(name, size='1Gi', **spec):
    return obj('PersistentVolume', name, {'capacity': {'storage': size}, 'accessModes': ['ReadWriteOnce'],
                                          'hostPath': {'path': '/tmp/' + name}, **spec})


def claim(name, size='1Gi', **spec):
    return obj('PersistentVolumeClaim', name, {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': size}}, **spec})


def uses(*claims):
    """Volumes of a pod that are these claims."""
    return [{'name': c, 'persistentVolumeClaim': {'claimName': c}} for c in claims]


def node(name, **fields):
    return {'name': name, **fields}


def nodes(n=2, **fields):
    return ('nodes', *[node('n%d' % i, **fields) for i in range(1, n + 1)])


def make(*objects):
    return ('make', *objects)


def image(ref, name):
    """A new template for what has one."""
    return 'patch', ref, {'spec': {'template': {'spec': {'containers': [{'name': 'c', 'image': name}]}}}}


def strategic(ref, change):
    """As kubectl's commands patch."""
    return 'patch', ref, change, {'Content-Type': 'application/strategic-merge-patch+json'}


def restart(ref, at):
    """What `kubectl rollout restart` does."""
    return strategic(ref, {'spec': {'template': {'metadata': {'annotations': {'kubectl.kubernetes.io/restartedAt': at}}}}})


def undo(ref, template):
    """What `kubectl rollout undo` does."""
    return 'patch', ref, [{'op': 'replace', 'path': '/spec/template', 'value': template}], {'Content-Type': 'application/json-patch+json'}


def condition(kind, status='True', reason=None):
    """Whether an object says this of itself."""
    return lambda o: o and any(c['type'] == kind and c['status'] == status and reason in (None, c.get('reason'))
                               for c in o.get('status', {}).get('conditions') or ())


def gone(o):
    return not o
