// The Jaeger that the tests of traces run against, and nothing else: ./build builds it.
module io.streamproof/ci/jaeger

go 1.24.6

require github.com/jaegertracing/jaeger v1.76.0
