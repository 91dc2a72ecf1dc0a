using SideBySide.Language;
using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>A load in words.</summary>
public static class LoadTitle
{
    /// <summary>For example: GET, 16 in one send, 64 connections.</summary>
    public static LocalizedText Of(Load load)
    {
        var what = load.Workload switch
        {
            Workload.Get => new LocalizedText("GET, 13 bytes", "GET，13 字节"),
            Workload.Pipelined => new("GET, 16 in one send", "GET，一次发送 16 个"),
            Workload.Post => new($"POST, {Size(load.Size)} and back", $"POST，{Size(load.Size)} 往返"),
            _ => new($"Echo, {Size(load.Size)}", $"回显，{Size(load.Size)}"),
        };
        return new(
            $"{what.En}, {load.Connections:N0} connection{(load.Connections == 1 ? "" : "s")}"
                + $"{(load.Idle > 0 ? $" beside {load.Idle:N0} idle" : "")}{(load.Tls ? ", TLS" : "")}",
            $"{what.Zh}，{load.Connections:N0} 个连接{(load.Idle > 0 ? $"，另有 {load.Idle:N0} 个空闲" : "")}{(load.Tls ? "，TLS" : "")}");
    }

    /// <summary>A size in words: 1024 is 1 KiB.</summary>
    public static string Size(double bytes) => bytes switch
    {
        >= 1 << 30 => $"{bytes / (1 << 30):0.#} GiB",
        >= 1 << 20 => $"{bytes / (1 << 20):0.#} MiB",
        >= 1 << 10 => $"{bytes / (1 << 10):0.#} KiB",
        _ => $"{bytes:0} B",
    };
}
