using System.Text.Json;

namespace HandRolledHttp.Web;

/// <summary>Two JSON shapes that several routes use.</summary>
internal static class Json
{
    /// <summary>An object of the names in order of first appearance; a repeated name has a list of its values.</summary>
    public static void WriteGroups(this Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartObject();
        foreach (var group in pairs.GroupBy(pair => pair.Key, pair => pair.Value))
        {
            var values = group.ToArray();
            json.WritePropertyName(group.Key);
            if (values.Length > 1)
                json.WriteStartArray();
            foreach (var value in values)
                json.WriteStringValue(value);
            if (values.Length > 1)
                json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A property with a list of objects.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string property, IEnumerable<T> items, Action<T> writeMembers)
    {
        json.WriteStartArray(property);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
