"""YAML in its odder forms: scalars of other types, quotes, blocks, anchors, keys that come twice, comments, several documents."""
import json

SCALARS = ['yes', 'no', 'on', 'off', 'Yes', 'NO', 'y', 'n', '~', 'null', 'Null', 'true', 'True', '0x1F', '0o17', '017', '0b11', '1_000', '1e3', '.5', '1.', '+1', '-0',
           '.inf', '-.inf', '.nan', '1:30', '2024-01-02', '2024-01-02T03:04:05Z', '""', "''", "'it''s'", '"\\u00e9\\n"', '!!str 1', '!!int "1"', '!!binary YQ==', '!x y',
           '=', '<<', '- a', '[a, b]', '{a: b}', '{a, b}', '|\n  text\n', '>-\n  a\n  b', '&a x', '*a', '*b', '', '@x', '`x', '%x', 'a: b', 'a #b', 'a#b', "'open", '"open',
           '\tx', '12e03', '1e400', '9223372036854775808', '-9223372036854775809', '18446744073709551616', '0.1e-2']


def yaml(rng, body):
    """A body as a text; now and then one that means something else, or nothing."""
    anchors = []

    def scalar(v):
        if rng.random() < 0.06:
            return rng.choice(SCALARS)
        if isinstance(v, str):
            how = rng.random()
            plain = v and v[0].isalpha() and all(c.isalnum() or c in './-_' for c in v)
            if plain and how < 0.6:
                return v
            return "'" + v.replace("'", "''") + "'" if how < 0.8 and '\n' not in v else json.dumps(v)
        return json.dumps(v)

    def node(v, indent):
        """The text that follows a key or a dash."""
        if isinstance(v, (dict, list)) and (not v or rng.random() < 0.15):
            return ' ' + json.dumps(v)
        if isinstance(v, dict):
            anchor = ''
            if rng.random() < 0.08:
                anchors.append('m%d' % len(anchors))
                anchor = ' &' + anchors[-1]
            lines = []
            for k, x in v.items():
                key = k if k.replace('-', '').isalnum() and k[0].isalpha() and rng.random() < 0.9 else json.dumps(k)
                lines.append(indent + key + ':' + node(x, indent + '  '))
                if rng.random() < 0.02:
                    lines.append(indent + key + ':' + node(rng.choice([x, 'again', None]), indent + '  '))
            if anchors and rng.random() < 0.04:
                lines.insert(rng.randrange(len(lines) + 1), indent + '<<: *' + rng.choice(anchors))
            if rng.random() < 0.04:
                lines.insert(rng.randrange(len(lines) + 1), rng.choice([indent + '# note', '', indent + '1: x', indent + 'true: x', indent + '? a\n' + indent + ': b', '\t']))
            return anchor + '\n' + '\n'.join(lines)
        if isinstance(v, list):
            at = indent if rng.random() < 0.5 else indent[:-2]
            return '\n' + '\n'.join(at + '-' + node(x, at + '  ') for x in v)
        if isinstance(v, str) and '\n' in v and rng.random() < 0.5:
            return ' ' + rng.choice(['|', '|-', '|+', '>']) + '\n' + '\n'.join(indent + l for l in v.split('\n'))
        return ' ' + scalar(v)

    text = node(body, '').lstrip('\n')
    if text.startswith(' &'):
        text = text.split('\n', 1)[1]
    edge = rng.random()
    if edge < 0.04:
        text = '---\n' + text
    elif edge < 0.06:
        text += '\n---\n' + text
    elif edge < 0.08:
        text += '\n...\n'
    elif edge < 0.09:
        text = '%YAML 1.1\n---\n' + text
    return text + '\n'
