namespace Contract.Tests.Clients;

/// <summary>A file of random bytes, deleted on disposal.</summary>
public sealed class RandomFile : IDisposable
{
    public RandomFile(int length)
    {
        Bytes = new byte[length];
        new Random(length).NextBytes(Bytes);
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllBytes(Path, Bytes);
    }

    public byte[] Bytes { get; }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
