using BenchmarkDotNet.Attributes;
using HandRolledHttp.WebSocket;

namespace MicroBenchmarks;

/// <summary>Unmasks a payload: many bytes at a time and, for comparison, one by one as in RFC 6455 §5.3.</summary>
public class MaskingBenchmarks
{
    private const uint Key = 0x37FA213D;

    private byte[] _payload = [];

    /// <summary>The size of the payload in bytes.</summary>
    [Params(128, 16 * 1024, 1024 * 1024)]
    public int Length { get; set; }

    /// <summary>Creates a payload of zeros; its bytes do not matter.</summary>
    [GlobalSetup]
    public void Prepare() => _payload = new byte[Length];

    /// <summary>The server's way.</summary>
    [Benchmark(Baseline = true)]
    public void Vectors() => Masking.Apply(_payload, Key, position: 1);

    /// <summary>The RFC's way.</summary>
    [Benchmark]
    public void ByteByByte()
    {
        for (var i = 0; i < _payload.Length; i++)
            _payload[i] ^= (byte)(Key >> (24 - 8 * ((i + 1) & 3)));
    }
}
