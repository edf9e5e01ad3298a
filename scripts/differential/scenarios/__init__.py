"""What `flows` plays: one module a topic, each with SCENARIOS, the steps of each scenario by its name."""
import importlib
import os


def all_of_them():
    out = {}
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        topic = file.removesuffix('.py')
        if file.endswith('.py') and topic not in ('__init__', 'objects'):
            for name, steps in importlib.import_module('scenarios.' + topic).SCENARIOS.items():
                out['%s/%s' % (topic, name)] = steps
    return out
