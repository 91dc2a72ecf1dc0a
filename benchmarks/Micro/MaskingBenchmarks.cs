using BenchmarkDotNet.Attributes;
using HandRolledHttp.WebSocket;

namespace MicroBenchmarks;

/// <summary>Taking the mask off a payload, many bytes at a time and, to compare, one by one as RFC 6455 §5.3 writes it.</summary>
public class MaskingBenchmarks
{
    private const uint Key = 0x37FA213D;

    private byte[] _payload = [];

    /// <summary>Bytes of the payload.</summary>
    [Params(128, 16 * 1024, 1024 * 1024)]
    public int Length { get; set; }

    /// <summary>A payload of zeros; its bytes do not matter.</summary>
    [GlobalSetup]
    public void Prepare() => _payload = new byte[Length];

    /// <summary>As the server does it.</summary>
    [Benchmark(Baseline = true)]
    public void Vectors() => Masking.Apply(_payload, Key, position: 1);

    /// <summary>As the RFC writes it.</summary>
    [Benchmark]
    public void ByteByByte()
    {
        for (var i = 0; i < _payload.Length; i++)
            _payload[i] ^= (byte)(Key >> (24 - 8 * ((i + 1) & 3)));
    }
}
