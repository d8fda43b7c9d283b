using System.Buffers.Binary;
using System.Text;

namespace Dialtone.Watcher.Tests.Tracing;

/// <summary>
/// The fields of a message of Protocol Buffers, as far as OTLP uses them: numbers, fixed 64 bits, and bytes
/// (<see href="https://protobuf.dev/programming-guides/encoding/">Encoding</see>).
/// </summary>
internal sealed class ProtoFields
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public ProtoFields(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, Varint(ref message), []));
                    break;
                case 1:
                    _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    _fields.Add((field, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    public IEnumerable<ProtoFields> Messages(int field) => Of(field).Select(each => new ProtoFields(each.Bytes));

    public ProtoFields Message(int field) => Messages(field).Single();

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public byte[] Bytes(int field) => Of(field).Select(each => each.Bytes).FirstOrDefault([]);

    public ulong Number(int field) => Of(field).Select(each => each.Number).FirstOrDefault();

    public bool Has(int field) => Of(field).Any();

    private IEnumerable<(int Field, ulong Number, byte[] Bytes)> Of(int field) =>
        _fields.Where(each => each.Field == field);

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }
}
