"""The ticket kiosk: POST /tickets sets the number of tickets on sale, GET /tickets tells it."""
import http.server
import os
import urllib.parse

from redis import Redis

redis = Redis(os.environ['REDIS_HOST'], 6379)


class Kiosk(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self, code, text):
        body = text.encode()
        self.send_response(code)
        self.send_header('Content-Type', 'text/plain; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/healthz':
            return self.answer(200, 'ok')
        if self.path != '/tickets':
            return self.answer(404, 'not found')
        self.answer(200, redis.call('GET', 'tickets') or '0')

    def do_POST(self):
        if self.path != '/tickets':
            return self.answer(404, 'not found')
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers.get('Content-Length', 0))).decode())
        value = form.get('value', [''])[0]
        if not value.isdigit():
            return self.answer(400, 'value must be a number')
        redis.call('SET', 'tickets', value)
        redis.call('PUBLISH', 'sales', value)
        self.answer(200, 'SUCCESS')

    def log_message(self, form, *args):
        print(self.address_string(), form % args, flush=True)


if __name__ == '__main__':
    print('kiosk listens on 5000', flush=True)
    http.server.ThreadingHTTPServer(('', 5000), Kiosk).serve_forever()
