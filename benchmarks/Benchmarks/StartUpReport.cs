using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SideBySide.Language;

namespace Benchmarks;

/// <summary>The starts as a page in either language.</summary>
internal static class StartUpReport
{
    /// <summary>Writes <c>start.md</c> and <c>start.zh-CN.md</c>, and the English one to the screen.</summary>
    public static async Task WriteAsync(string folder, IReadOnlyList<Starts> results, CancellationToken cancel)
    {
        Console.WriteLine(Page(results, text => text.En));
        await File.WriteAllTextAsync(Path.Combine(folder, "start.md"), Page(results, text => text.En), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "start.zh-CN.md"), Page(results, text => text.Zh), cancel);
    }

    private static string Page(IReadOnlyList<Starts> results, Func<LocalizedText, string> say)
    {
        var text = new StringBuilder(say(Head(results[0].Milliseconds.Count)));
        foreach (var starts in results)
        {
            var framework = results.SingleOrDefault(other => other.Of == starts.Of with { Server = "MinimalHttpServer" });
            _ = text.Append(CultureInfo.InvariantCulture,
                $"| {starts.Of.Server} | {Name(starts.Of.Kind)} | {starts.Median:F0} | {starts.Milliseconds.Min():F0}–{starts.Milliseconds.Max():F0} | {starts.Median / framework?.Median:F2} |\n");
        }

        return text.ToString();
    }

    private static string Name(PublishedAs kind) => kind switch
    {
        PublishedAs.Jit => "JIT",
        PublishedAs.ReadyToRun => "ReadyToRun",
        _ => "NativeAOT",
    };

    private static LocalizedText Head(int count) => new(
        $"""
        # From the start to the first answer

        {Machine}. From the start of the process until the first byte of the first answer on a fresh connection, in milliseconds; median of {count} starts, all of them in turn.
        Made by `dotnet run -c Release --project benchmarks/Benchmarks -- --only start`; every start is in [start.json](start.json). Only ratios within this table mean something.
        JIT is what `dotnet publish` makes: our code is compiled as it runs, the framework's was compiled before. With ReadyToRun (`-p:PublishReadyToRun=true`) ours was, too,
        which is how one ships a server to machines whose kind is known. NativeAOT (`-p:PublishAot=true`) is a program that needs no .NET; the last column compares what was published in the same way.

        | server | published as | median ms | all ms | of MinimalHttpServer's |
        | --- | --- | ---: | ---: | ---: |

        """,
        $"""
        # 从启动到第一个回答

        {Machine}。从进程启动，到新连接上第一个回答的第一个字节为止，单位为毫秒；各轮流启动 {count} 次，取中位数。
        由 `dotnet run -c Release --project benchmarks/Benchmarks -- --only start` 生成；每一次的数据见 [start.json](start.json)。只有同一张表里的比值才有意义。
        JIT 即 `dotnet publish` 的默认结果：我们的代码边运行边编译，框架的代码则已预先编译。ReadyToRun（`-p:PublishReadyToRun=true`）把我们的代码也预先编译，
        目标机器的类型已知时，服务器就该这样发布。NativeAOT（`-p:PublishAot=true`）得到的程序无需 .NET 即可运行；最后一列只比较以同样方式发布的程序。

        | 服务器 | 发布方式 | 中位数（毫秒） | 全部（毫秒） | 与 MinimalHttpServer 之比 |
        | --- | --- | ---: | ---: | ---: |

        """);

    private static string Machine => $"{Environment.ProcessorCount} × {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
}
