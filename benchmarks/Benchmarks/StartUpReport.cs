using System.Runtime.InteropServices;
using SideBySide.Cli;
using SideBySide.Language;

namespace Benchmarks;

/// <summary>The report of the starts in both languages.</summary>
internal static class StartUpReport
{
    /// <summary>Writes <c>start.md</c> and <c>start.zh-CN.md</c>, and prints the English one.</summary>
    public static async Task WriteAsync(string folder, IReadOnlyList<Starts> results, CancellationToken cancel)
    {
        Console.WriteLine(Page(results, text => text.En));
        await File.WriteAllTextAsync(Path.Combine(folder, "start.md"), Page(results, text => text.En), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "start.zh-CN.md"), Page(results, text => text.Zh), cancel);
    }

    private static string Page(IReadOnlyList<Starts> results, Func<LocalizedText, string> say)
    {
        return say(Head(results[0].Milliseconds.Count)) + "\n" + MarkdownTable.Of(say(Columns).Split('\t'), 2, results.Select(starts =>
        {
            var framework = results.SingleOrDefault(other => other.Of == starts.Of with { Server = "MinimalHttpServer" });
            return ((FormattableString[])
                [$"{starts.Of.Server}", $"{Name(starts.Of.Kind)}", $"{starts.Median:F0}", $"{starts.Milliseconds.Min():F0}–{starts.Milliseconds.Max():F0}",
                    $"{starts.Median / framework?.Median:F2}"]).Select(FormattableString.Invariant);
        }));
    }

    private static LocalizedText Columns { get; } = new(
        "server\tpublished as\tmedian (ms)\trange (ms)\trelative to MinimalHttpServer", "服务器\t发布方式\t中位数（毫秒）\t范围（毫秒）\t与 MinimalHttpServer 之比");

    private static string Name(PublishedAs kind) => kind switch
    {
        PublishedAs.Jit => "JIT",
        PublishedAs.ReadyToRun => "ReadyToRun",
        _ => "NativeAOT",
    };

    private static LocalizedText Head(int count) => new(
        $"""
        # From the start to the first response

        [中文](start.zh-CN.md) · [All pages](README.md)

        {Machine}. From the start of the process to the first byte of the first response on a new connection, in milliseconds. Each figure is the median of {count} starts; the servers start in turn.
        Made by `dotnet run -c Release --project benchmarks/Benchmarks -- --only start`; every start is in [start.json](start.json). Compare numbers only within this table.

        - **JIT** is the default of `dotnet publish`: our code is compiled while it runs; the framework's code was compiled before.
        - **ReadyToRun** (`-p:PublishReadyToRun=true`) compiles our code beforehand as well. Publish a server in this way if you know the kind of machine.
        - **NativeAOT** (`-p:PublishAot=true`) makes a program that needs no .NET.

        The last column compares only programs that were published in the same way.

        """,
        $"""
        # 从启动到第一个响应

        [English](start.md) · [全部页面](README.zh-CN.md)

        {Machine}。从进程启动，到新连接上第一个响应的第一个字节为止，单位为毫秒；各服务器轮流启动，每种各 {count} 次，取中位数。
        由 `dotnet run -c Release --project benchmarks/Benchmarks -- --only start` 生成；每一次的数据见 [start.json](start.json)。只有同一张表里的数字才能比较。

        - **JIT** 是 `dotnet publish` 的默认方式：我们的代码边运行边编译，框架的代码已预先编译。
        - **ReadyToRun**（`-p:PublishReadyToRun=true`）把我们的代码也预先编译。目标机器的类型已知时，就该这样发布服务器。
        - **NativeAOT**（`-p:PublishAot=true`）得到的程序无需 .NET 即可运行。

        最后一列只比较以同样方式发布的程序。

        """);

    private static string Machine => $"{Environment.ProcessorCount} × {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
}
