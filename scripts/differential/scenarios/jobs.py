"""Jobs and CronJobs."""
from scenarios.objects import *

LONG_AGO = '2026-01-01T00:00:00Z'


def exit_codes(action, *codes, operator='In'):
    return {'action': action, 'onExitCodes': {'operator': operator, 'values': list(codes)}}


def indexed(name, n, **spec):
    return job(name, completions=n, parallelism=spec.pop('parallelism', n), completionMode='Indexed', **spec)


DISRUPTED = {'phase': 'Failed', 'conditions': [{'type': 'DisruptionTarget', 'status': 'True', 'reason': 'EvictionByEvictionAPI', 'message': 'Eviction API: evicting'}]}

SCENARIOS = {
    'completes': [nodes(1), make(job('j', completions=3, parallelism=2)), WAIT, ('rule', '.*', 'succeed'), WAIT],
    'parallel-without-completions': [nodes(1), make(job('j', parallelism=2)), WAIT, ('rule', '.*', 'succeed'), WAIT],
    'backoff': [nodes(1), ('rule', '.*', 'fail 1'), make(job('j', backoffLimit=1)), ('until', 'jobs/j', condition('Failed'), 60), WAIT],
    'backoff-none': [nodes(1), make(job('j', backoffLimit=0)), WAIT, ('rule', '.*', 'fail 3'), WAIT],
    'backoff-restarts': [nodes(1), ('rule', '.*', 'run'), make(job('j', {'restartPolicy': 'OnFailure'}, backoffLimit=2)), WAIT,
                         ('rule', '.*', {'containerStatuses': [{'name': 'c', 'image': 'i', 'imageID': '', 'restartCount': 2, 'ready': True, 'state': {'running': {}}}]}), WAIT],
    'deadline': [nodes(1), make(job('j', activeDeadlineSeconds=2)), ('until', 'jobs/j', condition('Failed'), 30), WAIT],
    'suspended': [nodes(1), make(job('j', suspend=True, parallelism=2)), WAIT, ('patch', 'jobs/j', {'spec': {'suspend': False}}), WAIT,
                  ('patch', 'jobs/j', {'spec': {'suspend': True}}), WAIT, ('patch', 'jobs/j', {'spec': {'suspend': False}}), WAIT, ('rule', '.*', 'succeed'), WAIT],
    'indexed': [nodes(1), make(indexed('j', 3, parallelism=2)), WAIT, ('rule', 'j-0-.*', 'succeed'), WAIT, ('rule', '.*', 'succeed'), WAIT],
    'indexed-per-index': [nodes(1), ('rule', 'j-1-.*', 'fail 1'), make(indexed('j', 3, backoffLimitPerIndex=0, maxFailedIndexes=2)), WAIT, ('rule', 'j-[02]-.*', 'succeed'), WAIT],
    'indexed-max-failed': [nodes(1), ('rule', 'j-[13]-.*', 'fail 1'), make(indexed('j', 5, backoffLimitPerIndex=0, maxFailedIndexes=1)), WAIT],
    'indexed-fail-index': [nodes(1), ('rule', 'j-1-.*', 'fail 42'), make(indexed('j', 3, backoffLimitPerIndex=3, podFailurePolicy={'rules': [exit_codes('FailIndex', 42)]})), WAIT,
                           ('rule', 'j-[02]-.*', 'succeed'), WAIT],
    'elastic': [nodes(1), make(indexed('j', 2)), WAIT, ('patch', 'jobs/j', {'spec': {'parallelism': 4, 'completions': 4}}), WAIT, ('rule', 'j-[01]-.*', 'succeed'), WAIT,
                ('patch', 'jobs/j', {'spec': {'parallelism': 2, 'completions': 2}}), WAIT],
    'success-policy': [nodes(1), make(indexed('j', 4, successPolicy={'rules': [{'succeededIndexes': '0-2', 'succeededCount': 2}]})), WAIT, ('rule', 'j-[02]-.*', 'succeed'), WAIT],
    'success-policy-lingers': [nodes(1), ('rule', 'j-[123]-.*', 'run linger'), make(indexed('j', 4, successPolicy={'rules': [{'succeededIndexes': '0'}]})), WAIT, ('rule', 'j-0-.*', 'succeed'), WAIT,
                               ('rule', 'j-[123]-.*', 'run'), WAIT],
    'failure-policy-fails': [nodes(1), make(job('j', podFailurePolicy={'rules': [exit_codes('Ignore', 1), exit_codes('FailJob', 42)]})), WAIT, ('rule', '.*', 'fail 42'), WAIT],
    'failure-policy-ignores': [nodes(1), make(job('j', backoffLimit=0, podFailurePolicy={'rules': [{'action': 'Ignore', 'onPodConditions': [{'type': 'DisruptionTarget', 'status': 'True'}]}]})), WAIT,
                               ('post', 'pods/j-*/eviction', {'kind': 'Eviction', 'metadata': {'name': 'x'}}), WAIT, ('rule', '.*', 'succeed'), WAIT],
    'failure-policy-condition': [nodes(1), ('rule', '.*', DISRUPTED), make(job('j', podFailurePolicy={'rules': [
        {'action': 'FailJob', 'onPodConditions': [{'type': 'DisruptionTarget', 'status': 'True'}]}]})), WAIT],
    'replacement-when-failed': [nodes(1), make(job('j', parallelism=2, completions=2, podReplacementPolicy='Failed')), WAIT, ('rule', '.*', 'run linger'), ('delete', 'pods/j-*'), WAIT, ('rule', '.*', 'run'), WAIT],
    'replacement-at-once': [nodes(1), make(job('j', parallelism=2, completions=2)), WAIT, ('rule', '.*', 'run linger'), ('delete', 'pods/j-*'), WAIT],
    'managed-by-another': [nodes(1), make(job('j', managedBy='a.example/b')), WAIT],
    'time-to-live': [nodes(1), ('rule', '.*', 'succeed'), make(job('j', ttlSecondsAfterFinished=1)), ('until', 'pods/j-*', bool), ('until', 'jobs/j', gone), WAIT],
    'no-completions': [make(job('j', completions=0)), WAIT],
    'no-quota': [nodes(1), make(obj('ResourceQuota', 'q', {'hard': {'pods': '1'}})), WAIT, make(job('j', parallelism=2, completions=2)), WAIT],
    'orphaned': [nodes(1), make(job('j')), WAIT, ('delete', 'jobs/j', {'propagationPolicy': 'Orphan'}), WAIT],
    'pods-go-with-it': [nodes(1), make(job('j', parallelism=2)), WAIT, ('delete', 'jobs/j', {'propagationPolicy': 'Foreground'}), WAIT],
    'cron-due': [nodes(1), ('rule', '.*', 'succeed'), make(cron_job('c', '0 0 1 * *')), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}),
                 ('until', 'cronjobs/c', lambda o: o and o.get('status', {}).get('lastSuccessfulTime')), WAIT],
    'cron-too-many-missed': [nodes(1), make(cron_job('c', '0 * * * *')), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}), WAIT, WAIT],
    'cron-deadline-missed': [make(cron_job('c', '0 0 1 1 *', startingDeadlineSeconds=100)), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': '2025-06-01T00:00:00Z'}}), WAIT],
    'cron-suspended': [make(cron_job('c', '0 0 1 * *', suspend=True)), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}), WAIT],
    'cron-time-zones': [make(cron_job('c', timeZone='Europe/Berlin'), cron_job('no', timeZone='Nowhere/None'), cron_job('tz', 'TZ=UTC 0 0 1 1 *'), cron_job('bad', '0 0 31 2 *')), WAIT],
    'cron-forbid-and-replace': [nodes(1), make(cron_job('f', '0 0 1 * *', concurrencyPolicy='Forbid'), cron_job('r', '0 0 1 * *', concurrencyPolicy='Replace')),
                                *[('patch', 'cronjobs/%s/status' % c, {'status': {'lastScheduleTime': LONG_AGO}}) for c in 'fr'], WAIT,
                                *[('patch', 'cronjobs/%s/status' % c, {'status': {'lastScheduleTime': '2026-02-01T00:00:00Z'}}) for c in 'fr'], WAIT],
    'cron-history': [nodes(1), ('rule', '.*', 'succeed'), make(cron_job('c', '0 0 1 * *', successfulJobsHistoryLimit=0)), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}),
                     WAIT],
    'cron-failing': [nodes(1), ('rule', '.*', 'fail 1'), make(cron_job('c', '0 0 1 * *', {'backoffLimit': 0})), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}), WAIT],
    'cron-job-deleted': [nodes(1), make(cron_job('c', '0 0 1 * *')), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}), WAIT, ('delete', 'jobs/c-*', {'propagationPolicy': 'Background'}), WAIT],
    'cron-no-quota': [make(obj('ResourceQuota', 'q', {'hard': {'count/jobs.batch': '0'}})), WAIT, make(cron_job('c', '0 0 1 * *')), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}), WAIT],
    'parallelism-changes': [nodes(1), make(job('j', completions=6, parallelism=1)), WAIT, ('patch', 'jobs/j', {'spec': {'parallelism': 4}}), WAIT, ('patch', 'jobs/j', {'spec': {'parallelism': 2}}), WAIT, ('patch', 'jobs/j', {'spec': {'parallelism': 0}}), WAIT,
                            ('patch', 'jobs/j', {'spec': {'parallelism': 9}}), WAIT, ('rule', '.*', 'succeed'), WAIT],
    'suspended-template': [nodes(2), make(job('j', suspend=True)), WAIT, ('patch', 'jobs/j', {'spec': {'template': {'spec': {'nodeSelector': {'kubernetes.io/hostname': 'n2'}}}}}), ('patch', 'jobs/j', {'spec': {'suspend': False}}), WAIT,
                           ('patch', 'jobs/j', {'spec': {'template': {'spec': {'nodeSelector': {'kubernetes.io/hostname': 'n1'}}}}}), WAIT],
    'pods-deleted': [nodes(1), make(job('j', completions=2, parallelism=2)), WAIT, ('delete', 'pods/j-*'), WAIT, ('rule', '.*', 'succeed'), WAIT, ('delete', 'pods/j-*'), WAIT],
    'finalizers-taken': [nodes(1), make(job('j', backoffLimit=2)), WAIT, ('patch', 'pods/j-*', {'metadata': {'finalizers': None}}), ('rule', '.*', 'fail 1'), ('until', 'jobs/j', condition('Failed'), 90), WAIT],
    'node-lost': [nodes(2), ('rule', '.*', 'run linger'), make(job('j', {'nodeSelector': {'kubernetes.io/hostname': 'n1'}})), WAIT, ('delete', 'nodes/n1'), ('until', 'jobs/j', lambda o: o['status'].get('failed'), 90), WAIT],
    'indexed-backoff': [nodes(1), ('rule', 'j-1-.*', 'fail 1'), make(indexed('j', 2, backoffLimitPerIndex=1)), WAIT, ('rule', 'j-0-.*', 'succeed'), ('until', 'jobs/j', condition('Failed'), 60), WAIT],
    'deadline-while-suspended': [nodes(1), make(job('j', activeDeadlineSeconds=2, suspend=True)), WAIT, WAIT, ('patch', 'jobs/j', {'spec': {'suspend': False}}), ('until', 'jobs/j', condition('Failed')), WAIT],
    'changed-selector': [nodes(1), make(obj('Job', 'j', {'manualSelector': True, 'selector': {'matchLabels': {'a': 'b'}}, 'template': {'metadata': {'labels': {'a': 'b'}}, 'spec': pod_spec(restartPolicy='Never')}}), pod('mine', {'a': 'b'}, restartPolicy='Never')), WAIT,
                         ('rule', '.*', 'succeed'), WAIT],
    'started-by-hand': [nodes(1), make(cron_job('c')), WAIT, make(obj('Job', 'by-hand', {'template': {'spec': pod_spec(restartPolicy='Never')}}, annotations={'cronjob.kubernetes.io/instantiate': 'manual'},
                                                                   owners=[{'apiVersion': 'batch/v1', 'kind': 'CronJob', 'name': 'c', 'uid': '${uid:cronjobs/c}', 'controller': True}])), WAIT, ('rule', '.*', 'succeed'), WAIT, ('delete', 'cronjobs/c', {'propagationPolicy': 'Background'}), WAIT],
    'cron-changes': [nodes(1), make(cron_job('c', suspend=True)), WAIT, ('patch', 'cronjobs/c', {'spec': {'schedule': '0 0 1 * *', 'suspend': False}}), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': LONG_AGO}}), WAIT,
                     ('patch', 'cronjobs/c', {'spec': {'jobTemplate': {'metadata': {'labels': {'a': 'b'}, 'annotations': {'c': 'd'}}}}}), ('patch', 'cronjobs/c/status', {'status': {'lastScheduleTime': '2026-02-01T00:00:00Z'}}), WAIT],
}
