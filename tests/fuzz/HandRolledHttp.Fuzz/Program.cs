using System.Globalization;
using HandRolledHttp.Fuzz.Seeds;
using HandRolledHttp.Fuzz.Targets;
using SharpFuzz;

namespace HandRolledHttp.Fuzz;

/// <summary>
/// The fuzzed program. Each target reads inputs from afl-fuzz, one input from standard input, or the named files;
/// <c>generate fastpass|websocket COUNT [SEED]</c> runs the target with random inputs; <c>seeds DIR</c> writes the first inputs.
/// </summary>
public static class Program
{
    private static readonly Dictionary<string, Target> s_alone = new()
    {
        ["parser"] = ParserTarget.Run,
        ["multipart"] = MultipartTarget.Run,
        ["cookies"] = CookiesTarget.Run,
        ["forwarded"] = ForwardedTarget.Run,
        ["proxy"] = ProxyTarget.Run,
        ["websocket"] = WebSocketTarget.Run,
        ["fastpass"] = FastPassTarget.Run,
    };

    private delegate void Target(ReadOnlySpan<byte> input);

    /// <summary>Runs the target or command in the first argument.</summary>
    /// <returns>0; 1 if a named file is a finding; 2 if the arguments are invalid.</returns>
    public static int Main(string[] args)
    {
        switch (args)
        {
            case [var name, .. var files] when s_alone.TryGetValue(name, out var alone):
                // In this process, which is nearly twice as fast. An endless run would also stop the fuzzer, so it would be noticed.
                return Run(alone, files, take => Fuzzer.Run(take));
            case ["connection", .. var files]:
                // Only after the fuzzer has started: instrumented code writes to the fuzzer's memory.
                var connection = new Lazy<ConnectionTarget>(() => new ConnectionTarget());
                return Run(input => connection.Value.Run(input), files, Fuzzer.OutOfProcess.Run);
            case ["generate", "fastpass" or "websocket", var count, .. var seed]:
                var first = seed is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 1;
                return Generate(args[1], long.Parse(count, CultureInfo.InvariantCulture), first);
            case ["seeds", var folder]:
                SeedWriter.Write(folder);
                return 0;
            default:
                Console.Error.WriteLine($"connection|{string.Join('|', s_alone.Keys)} [FILE…], generate fastpass|websocket COUNT [SEED], or seeds DIR");
                return 2;
        }
    }

    private static int Run(Target target, string[] files, Action<Action<Stream>> fuzz)
    {
        if (files.Length > 0)
            return Math.Min(1, files.Count(file => !Replay(target, file)));

        var buffer = new byte[64 * 1024]; // larger than the inputs of afl-fuzz
        fuzz(stream => target(buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))));
        return 0;
    }

    // Without a fuzzer: random inputs.
    private static int Generate(string target, long count, int seed)
    {
        var (messages, frames) = (new GeneratedMessage(seed), new GeneratedFrames(seed));
        for (var i = 0L; i < count; i++)
        {
            var input = target == "fastpass" ? messages.Next() : frames.Next();
            try
            {
                if (target == "fastpass")
                    FastPassTarget.Verify(input, i % 2 == 0 ? FuzzLimits.Usual : FuzzLimits.Small);
                else
                    WebSocketTarget.Run(input);
            }
            catch (Exception e)
            {
                Console.Error.WriteLine($"{Convert.ToHexString(input)}: {e}");
                return 1;
            }
        }

        Console.WriteLine($"{count} inputs, no difference.");
        return 0;
    }

    private static bool Replay(Target target, string file)
    {
        try
        {
            target(File.ReadAllBytes(file));
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{file}: {e}");
            return false;
        }
    }
}
