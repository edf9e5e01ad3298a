"""Writes a row to MySQL for every sale that Redis tells of."""
import os
import subprocess
import time

from redis import Redis

HOST = os.environ['MYSQL_HOST']


def sql(text):
    environment = dict(os.environ, MYSQL_PWD=os.environ['MYSQL_ROOT_PASSWORD'])
    subprocess.run(['mariadb', '-h', HOST, '-u', 'root', '-e', text], env=environment, check=True)


def record():
    redis = Redis(os.environ['REDIS_HOST'], 6379)
    for kind, value in redis.subscribe('sales'):
        if kind == 'subscribe':
            print('waiting for sales', flush=True)
        else:
            sql('INSERT INTO kiosk.sales (recorder, tickets, at) VALUES ("%s", %d, NOW(6))' % (os.environ['HOSTNAME'], int(value)))
            print('recorded', value, flush=True)


while True:
    try:
        sql('CREATE DATABASE IF NOT EXISTS kiosk; CREATE TABLE IF NOT EXISTS kiosk.sales'
            ' (recorder VARCHAR(80), tickets INT, at DATETIME(6))')
        record()
    except Exception as e:
        print('trying again:', e, flush=True)
        time.sleep(1)
