"""A whole control plane as `flows` sees it: everything that is in it, by watch, and the machines that it lacks.

A World keeps what the watches of all resources say and knows when something changed last. A Kubelet plays the nodes of a
scenario: it renews their leases and gives the pods that are bound to them the state that the scenario's rules say.
"""
import collections
import datetime
import json
import queue
import re
import threading
import time

JSON = {'Content-Type': 'application/json'}
STRATEGIC = {'Content-Type': 'application/strategic-merge-patch+json'}
SUBRESOURCES = {'status', 'scale', 'eviction', 'binding', 'approval', 'resize'}
UNWATCHED = {'leases', 'apiservices', 'flowschemas', 'prioritylevelconfigurations'}  # heartbeats, and nobody's here


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


Resource = collections.namedtuple('Resource', 'name kind base namespaced')


class World:
    """All objects of a cluster. `heard` is called with the resource and the object of each change, on the watch's thread."""

    def __init__(self, server):
        self.server, self.lock = server, threading.Lock()
        self.objects = {}  # (resource, namespace, name) -> object
        self.changed = {}  # the same -> when this world heard of it last
        self.seen = {}  # uid -> (kind, name, generateName), of all that ever were
        self.heard = lambda resource, o: None
        self.resources = {r.name: r for r in self.discover()}
        self.kinds = {r.kind: r for r in self.resources.values()}
        complete = [threading.Event() for _ in self.resources]
        for r, e in zip(self.resources.values(), complete):
            threading.Thread(target=self.follow, args=(r, e), daemon=True).start()
        for e in complete:
            e.wait(30)

    def discover(self):
        groups = [('/api/v1', 'v1')]
        for g in self.server.get_json('/apis')['groups']:
            if g['name'] not in ('events.k8s.io', 'metrics.k8s.io'):
                groups.append(('/apis/' + g['preferredVersion']['groupVersion'], g['preferredVersion']['groupVersion']))
        for path, _ in groups:
            for r in self.server.get_json(path)['resources']:
                if 'watch' in r['verbs'] and '/' not in r['name'] and r['name'] not in UNWATCHED:
                    yield Resource(r['name'], r['kind'], path, r['namespaced'])

    def follow(self, r, complete):
        while True:
            try:
                page = self.server.get_json('%s/%s' % (r.base, r.name))
                for o in page['items']:
                    self.take(r, 'ADDED', o)
                complete.set()
                c = self.server.open()
                c.timeout = None
                path = '%s/%s?watch=1&timeoutSeconds=36000&resourceVersion=%s' % (r.base, r.name, page['metadata']['resourceVersion'])
                c.request('GET', path, headers=self.server.headers('admin', {}))
                for line in c.getresponse():
                    if line.strip():
                        e = json.loads(line)
                        self.take(r, e['type'], e['object'])
            except (OSError, ValueError) as e:
                print('%s: watch of %s: %r' % (self.server.port, r.name, e))
                time.sleep(1)

    def take(self, r, what, o):
        if what not in ('ADDED', 'MODIFIED', 'DELETED'):
            return
        m = o['metadata']
        key = r.name, m.get('namespace', ''), m['name']
        with self.lock:
            if what == 'DELETED':
                self.objects.pop(key, None)
            else:
                o.setdefault('kind', r.kind)
                self.objects[key] = o
            self.changed[key] = time.time()
            self.seen[m['uid']] = r.kind, m['name'], m.get('generateName')
        self.heard(r, o if what != 'DELETED' else None)

    def path(self, ref, namespace):
        """Of `deployments/d`, `pods/p/status`, `nodes/n1`, or `secrets/kube-system/s` for another namespace."""
        name, *rest = ref.split('/')
        r = self.resources[name]
        if not r.namespaced:
            return '/'.join([r.base, name, *rest])
        if len(rest) > 1 and rest[1] not in SUBRESOURCES:
            namespace, *rest = rest
        return '/'.join([r.base, 'namespaces', namespace, name, *rest])

    def within(self, namespace, since):
        """The objects that changed since then, in this namespace or those whose names begin so, in none, or in those of the system."""
        with self.lock:
            return {k: self.objects.get(k) for k, t in self.changed.items() if t >= since and relevant(k, namespace)}

    def idle(self, namespace):
        with self.lock:
            return time.time() - max((t for k, t in self.changed.items() if relevant(k, namespace)), default=0)


def relevant(key, ours):
    """Namespaces of other scenarios end in their own time."""
    resource, namespace, name = key
    of = name if resource == 'namespaces' else namespace
    return not of.startswith('flow-') or of.startswith(ours)


class Kubelet:
    """Plays the nodes of a scenario. A rule is the state that pods whose names match an expression get once they are bound:

        run, unready, succeed, `fail N` (exit code N), wait (they stay as they are), or a status to be merged into `run`'s;
        with ` linger` behind it they do not end when they are deleted.
    """

    def __init__(self, world):
        self.world, self.queue, self.rules, self.silent, self.ips = world, queue.Queue(), [], set(), 0
        self.nodes = set()
        world.heard = self.heard
        threading.Thread(target=self.work, daemon=True).start()
        threading.Thread(target=self.beat, daemon=True).start()

    def heard(self, resource, o):
        if resource.name == 'pods' and o and o['spec'].get('nodeName'):
            self.queue.put(o)

    def rule(self, expression, rule):
        """The last one that matches counts; pods that are there are looked at again."""
        self.rules.append((re.compile(expression + '$'), rule))
        for (resource, _, _), o in list(self.world.objects.items()):
            self.heard(self.world.resources[resource], o)

    def reset(self):
        self.rules, self.silent, self.nodes = [], set(), set()

    def work(self):
        while True:
            try:
                self.look(self.queue.get())
            except Exception as e:
                print('%s: kubelet: %r' % (self.world.server.port, e))

    def look(self, pod):
        m, status = pod['metadata'], pod.get('status', {})
        if pod['spec']['nodeName'] not in self.nodes:
            return
        rule = next((r for e, r in reversed(self.rules) if e.match(m['name'])), 'run')
        path = '/api/v1/namespaces/%s/pods/%s' % (m['namespace'], m['name'])
        if isinstance(rule, str) and rule.endswith(' linger'):
            rule = rule[:-7]
        elif m.get('deletionTimestamp'):
            body = {'gracePeriodSeconds': 0, 'preconditions': {'uid': m['uid']}}
            self.world.server.request('DELETE', path, json.dumps(body).encode(), JSON)
            return
        if status.get('phase') in ('Succeeded', 'Failed') or rule == 'wait':
            return
        wanted = self.status(pod, rule)
        if not same(wanted, status):
            body = {'metadata': {'uid': m['uid']}, 'status': wanted}
            self.world.server.request('PATCH', path + '/status', json.dumps(body).encode(), STRATEGIC)

    def status(self, pod, rule):
        have = pod.get('status', {})
        extra = rule if isinstance(rule, dict) else {}
        word, *code = 'run' if extra else rule, 0
        if not extra and rule.startswith('fail'):
            word, code = 'fail', [int(rule[4:] or 1)]
        ended, ready = word in ('succeed', 'fail'), word == 'run'
        if not have.get('podIP'):
            self.ips += 1
        ip = have.get('podIP') or '10.244.%d.%d' % (self.ips // 250, self.ips % 250 + 1)
        began = have.get('startTime') or now()
        before = {c['type']: c for c in have.get('conditions', [])}

        def condition(kind, good, reason=None):
            s = 'True' if good else 'False'
            if before.get(kind, {}).get('status') == s:
                return before[kind]
            return {'type': kind, 'status': s, 'lastTransitionTime': now(), **({'reason': reason} if reason else {})}

        def container(c):
            out = {'name': c['name'], 'image': c['image'], 'imageID': '', 'restartCount': 0, 'ready': ready, 'started': not ended}
            if ended:
                end = {'exitCode': code[0], 'reason': 'Error' if code[0] else 'Completed', 'startedAt': began, 'finishedAt': now()}
                return {**out, 'state': {'terminated': end}, 'lastState': {}}
            return {**out, 'state': {'running': {'startedAt': began}}, 'lastState': {}}
        why = 'PodCompleted' if word == 'succeed' else 'PodFailed' if word == 'fail' else 'ContainersNotReady'
        status = {
            'phase': {'succeed': 'Succeeded', 'fail': 'Failed'}.get(word, 'Running'), 'startTime': began,
            'podIP': ip, 'podIPs': [{'ip': ip}], 'hostIP': '192.0.2.9', 'hostIPs': [{'ip': '192.0.2.9'}],
            'conditions': [condition('Initialized', True), condition('Ready', ready, None if ready else why),
                           condition('ContainersReady', ready, None if ready else why)],
            'containerStatuses': [container(c) for c in pod['spec']['containers']]}
        said = {c['type']: {'lastTransitionTime': now(), **c} for c in extra.get('conditions', [])}
        status['conditions'] = [c for c in status['conditions'] if c['type'] not in said] + list(said.values())
        return {**status, **{k: v for k, v in extra.items() if k != 'conditions'}}

    def node(self, name, labels=None, taints=None, capacity=None, ready='True', spec=None):
        capacity = {'cpu': '4', 'memory': '8Gi', 'pods': '110', 'ephemeral-storage': '100Gi', **(capacity or {})}
        labels = {'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', **(labels or {})}
        said = [(k, 'False') for k in ('MemoryPressure', 'DiskPressure', 'PIDPressure')] + [('Ready', ready)]
        node = {'apiVersion': 'v1', 'kind': 'Node', 'metadata': {'name': name, 'labels': labels},
                'spec': {'taints': taints or [], **(spec or {})},
                'status': {'capacity': capacity, 'allocatable': capacity, 'conditions': conditions(said),
                           'addresses': [{'type': 'InternalIP', 'address': '192.0.2.%d' % (10 + len(self.nodes))}]}}
        self.nodes.add(name)
        self.renew(name)
        return self.world.server.request('POST', '/api/v1/nodes', json.dumps(node).encode(), JSON)

    def say(self, name, kind, status):
        body = {'status': {'conditions': conditions([(kind, status)])}}
        return self.world.server.request('PATCH', '/api/v1/nodes/%s/status' % name, json.dumps(body).encode(), STRATEGIC)

    def renew(self, name):
        base = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
        lease = {'metadata': {'name': name}, 'spec': {
            'holderIdentity': name, 'leaseDurationSeconds': 40, 'renewTime': now()[:-1] + '.000000Z'}}
        status, _, _ = self.world.server.request('PATCH', base + '/' + name, json.dumps(lease).encode(),
                                                 {'Content-Type': 'application/merge-patch+json'})
        if status == 404:
            self.world.server.request('POST', base, json.dumps(lease).encode(), JSON)

    def beat(self):
        while True:
            time.sleep(5)
            for name in list(self.nodes - self.silent):
                self.renew(name)


def conditions(said):
    return [{'type': kind, 'status': status, 'reason': 'Flows', 'message': 'as the scenario says',
             'lastHeartbeatTime': now(), 'lastTransitionTime': now()} for kind, status in said]


def same(wanted, have):
    """Whether a status says all that is wanted, but for times."""
    if isinstance(wanted, dict):
        return isinstance(have, dict) and all(k.endswith(('Time', 'At')) or same(v, have.get(k)) for k, v in wanted.items() if v != {})
    if isinstance(wanted, list):
        if wanted and 'type' in wanted[0]:
            kept = {c['type']: c for c in have or []}
            return all(same(c, kept.get(c['type'])) for c in wanted)
        return isinstance(have, list) and len(wanted) == len(have) and all(map(same, wanted, have))
    return wanted == have
