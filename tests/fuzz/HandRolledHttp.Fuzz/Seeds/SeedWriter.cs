using System.Security.Cryptography;
using HandRolledHttp.Fuzz.Targets;
using HandRolledHttp.Tests.Http1;

namespace HandRolledHttp.Fuzz.Seeds;

/// <summary>Writes the fuzzer's first inputs: every test vector of the parser, whole connections, and field values.</summary>
internal static class SeedWriter
{
    // The pieces in which seeds arrive: at once, byte by byte, unequal.
    private static readonly byte[][] s_arrivals = [[], [1], [7, 40, 3]];

    public static void Write(string folder)
    {
        var parser = Directory.CreateDirectory(Path.Combine(folder, "parser")).FullName;
        var connection = Directory.CreateDirectory(Path.Combine(folder, "connection")).FullName;
        foreach (var vector in Vector.All)
        {
            var (message, _, _) = vector.Decode();
            if (message.Length > 4096)
                continue; // slow to mutate; a small limit can be reached as well
            byte settings = vector.Limits.Count > 0 ? (byte)1 : (byte)0;
            Save(parser, FuzzInput.Compose(settings, [], message));
            Save(parser, FuzzInput.Compose(settings, [5, 30], message));
            Save(connection, FuzzInput.Compose(settings, [], message));
        }

        foreach (var (message, index) in ConnectionSeeds.All.Select((message, index) => (message, index)))
        {
            Save(connection, FuzzInput.Compose(0, s_arrivals[index % s_arrivals.Length], message));
            Save(connection, FuzzInput.Compose(1, [50], message)); // small limits
            Save(connection, FuzzInput.Compose(4, [], message.AsSpan(0, message.Length * 2 / 3))); // silence within the message
        }

        Save(connection, FuzzInput.Compose(0x08 | 2 << 5, [30], ConnectionSeeds.All[0])); // drains after two pieces
        Save(connection, FuzzInput.Compose(0x08 | 0x04 | 7 << 5, [], ConnectionSeeds.All[0])); // drains while it waits
        Save(connection, FuzzInput.Compose(0x10 | 1 << 5, [30], ConnectionSeeds.All[0])); // reset after one send

        foreach (var (target, messages) in ValueSeeds.All)
        {
            var values = Directory.CreateDirectory(Path.Combine(folder, target)).FullName;
            foreach (var message in messages)
            {
                Save(values, FuzzInput.Compose(0, [], message));
                Save(values, FuzzInput.Compose(1, [7, 40, 3], message)); // small limits
            }
        }
    }

    // Named by content, so that writing it again changes nothing.
    private static void Save(string folder, byte[] input) =>
        File.WriteAllBytes(Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8))), input);
}
