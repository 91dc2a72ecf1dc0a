namespace TestKit;

/// <summary>For options records that are read from configuration.</summary>
public static class Options
{
    /// <summary>
    /// Fails for each option that has its default, in sections below as well. After setting all of them: whatever option is added later,
    /// it is read, or a test is red.
    /// </summary>
    public static void AssertAllDiffer(object defaults, object options)
    {
        foreach (var property in defaults.GetType().GetProperties().Where(p => p.CanWrite))
        {
            var (before, after) = (property.GetValue(defaults), property.GetValue(options));
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
                AssertAllDiffer(before!, after!);
            else
                Assert.False(Equals(before, after), $"{property.Name} was set and has its default nevertheless.");
        }
    }
}
