package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"sync"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// target is the API server of a kubeconfig and the administrator's certificate. A client that has a token uses that.
type target struct {
	addr  string
	roots *x509.CertPool
	cert  tls.Certificate
	token string
}

// as is the same server to a service account.
func (t *target) as(token string) *target {
	return &target{t.addr, t.roots, t.cert, token}
}

func readTarget(kubeconfig string) (*target, error) {
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		return nil, err
	}
	field := func(name string) []byte {
		m := regexp.MustCompile(name + `:\s*"?([^\s",}]+)`).FindSubmatch(text)
		if m == nil {
			return nil
		}
		return m[1]
	}
	decoded := func(name string) []byte {
		b, _ := base64.StdEncoding.DecodeString(string(field(name)))
		return b
	}
	u, err := url.Parse(string(field("server")))
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("%s: only a server on a loopback address is loaded, this is %q", kubeconfig, u.Host)
	}
	t := &target{addr: u.Host, roots: x509.NewCertPool()}
	t.roots.AppendCertsFromPEM(decoded("certificate-authority-data"))
	t.cert, err = tls.X509KeyPair(decoded("client-certificate-data"), decoded("client-key-data"))
	return t, err
}

func (t *target) tls(proto string, known bool) *tls.Config {
	c := &tls.Config{RootCAs: t.roots, ServerName: "localhost", NextProtos: []string{proto}}
	if known && t.token == "" {
		c.Certificates = []tls.Certificate{t.cert}
	}
	return c
}

// dial makes a TLS connection that speaks "h2" or "http/1.1"; known clients show the certificate.
func (t *target) dial(ctx context.Context, proto string, known bool) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	raw, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.addr)
	if err != nil {
		return nil, err
	}
	c := tls.Client(raw, t.tls(proto, known))
	if err := c.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, err
	}
	return c, nil
}

// client is an ordinary client with connections of its own: one, for HTTP/2 and up to 100 requests at once.
func (t *target) client(known bool) *http.Client {
	transport := &http.Transport{TLSClientConfig: t.tls("h2", known), ForceAttemptHTTP2: true}
	if !known || t.token == "" {
		return &http.Client{Transport: transport}
	}
	return &http.Client{Transport: bearer{transport, t.token}}
}

type bearer struct {
	*http.Transport
	token string
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.Transport.RoundTrip(r)
}

// http1 is the head of a request, without the empty line that ends it.
func (t *target) http1(method, path string, lines ...string) string {
	head := method + " " + path + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + t.token + "\r\n"
	for _, line := range lines {
		head += line + "\r\n"
	}
	return head
}

func (t *target) do(c *http.Client, ctx context.Context, method, path string, body io.Reader, headers ...string) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, "https://"+t.addr+path, body)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, b, err
}

// h2conn is an HTTP/2 connection whose frames are ours to choose.
type h2conn struct {
	net.Conn
	fr    *http2.Framer
	w     *bufio.Writer
	mu    sync.Mutex
	enc   *hpack.Encoder
	buf   bytes.Buffer
	next  uint32
	addr  string
	token string
}

// h2 begins a connection; window is what the server may send on each stream.
func (t *target) h2(ctx context.Context, known bool, window uint32) (*h2conn, error) {
	nc, err := t.dial(ctx, "h2", known)
	if err != nil {
		return nil, err
	}
	c := &h2conn{Conn: nc, w: bufio.NewWriterSize(nc, 32<<10), next: 1, addr: t.addr}
	if known {
		c.token = t.token
	}
	c.fr = http2.NewFramer(c.w, bufio.NewReaderSize(nc, 64<<10))
	c.fr.SetReuseFrames()
	c.fr.SetMaxReadFrameSize(1 << 20)
	c.enc = hpack.NewEncoder(&c.buf)
	c.w.WriteString(http2.ClientPreface)
	c.fr.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: window})
	return c, c.w.Flush()
}

// block is the header block of a request.
func (c *h2conn) block(method, path string, headers ...string) []byte {
	c.buf.Reset()
	field := func(n, v string) { c.enc.WriteField(hpack.HeaderField{Name: n, Value: v}) }
	field(":method", method)
	field(":scheme", "https")
	field(":authority", c.addr)
	field(":path", path)
	if c.token != "" {
		field("authorization", "Bearer "+c.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		field(headers[i], headers[i+1])
	}
	return c.buf.Bytes()
}

// get opens a stream with a request that has no body.
func (c *h2conn) get(path string) (uint32, error) {
	id := c.next
	c.next += 2
	return id, c.fr.WriteHeaders(http2.HeadersFrameParam{
		StreamID: id, BlockFragment: c.block("GET", path), EndStream: true, EndHeaders: true})
}

// read hears the server until the connection ends, answers its settings and pings, and gives all else to on.
func (c *h2conn) read(on func(http2.Frame)) error {
	for {
		f, err := c.fr.ReadFrame()
		if err != nil {
			return err
		}
		c.mu.Lock()
		switch f := f.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				c.fr.WriteSettingsAck()
			}
		case *http2.PingFrame:
			if !f.IsAck() {
				c.fr.WritePing(true, f.Data)
			}
		default:
			on(f)
		}
		err = c.w.Flush()
		c.mu.Unlock()
		if err != nil {
			return err
		}
	}
}
