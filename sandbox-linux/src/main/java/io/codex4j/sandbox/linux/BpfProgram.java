package io.codex4j.sandbox.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assemble a classic BPF program for seccomp: jumps go forward to named places, anything else falls through.
 *
 * <p>The bytes are {@code struct sock_filter[]} in little-endian order, which is the order of both architectures.
 */
final class BpfProgram {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int LONGEST_JUMP = 255;
    private static final String NEXT = "";

    private record Instruction(int code, String target, String otherwise, int operand) {}

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    BpfProgram place(String name) {
        if (places.put(name, instructions.size()) != null) {
            throw new IllegalStateException("two places are called " + name);
        }
        return this;
    }

    /** Load 32 bits of {@code struct seccomp_data}. */
    BpfProgram load(int offset) {
        return add(LOAD_WORD, NEXT, NEXT, offset);
    }

    BpfProgram and(int mask) {
        return add(AND, NEXT, NEXT, mask);
    }

    BpfProgram jumpIfEqual(int value, String target) {
        return add(JUMP_IF_EQUAL, target, NEXT, value);
    }

    BpfProgram jumpUnlessEqual(int value, String target) {
        return add(JUMP_IF_EQUAL, NEXT, target, value);
    }

    BpfProgram jumpIfAtLeast(int value, String target) {
        return add(JUMP_IF_AT_LEAST, target, NEXT, value);
    }

    BpfProgram jumpIfAnyBit(int mask, String target) {
        return add(JUMP_IF_ANY_BIT, target, NEXT, mask);
    }

    BpfProgram answer(int action) {
        return add(RETURN, NEXT, NEXT, action);
    }

    private BpfProgram add(int code, String target, String otherwise, int operand) {
        instructions.add(new Instruction(code, target, otherwise, operand));
        return this;
    }

    byte[] toBytes() {
        ByteBuffer buffer =
                ByteBuffer.allocate(instructions.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; index < instructions.size(); index++) {
            Instruction instruction = instructions.get(index);
            buffer.putShort((short) instruction.code());
            buffer.put(distance(index, instruction.target()));
            buffer.put(distance(index, instruction.otherwise()));
            buffer.putInt(instruction.operand());
        }
        return buffer.array();
    }

    private byte distance(int from, String target) {
        if (target.isEmpty()) {
            return 0;
        }
        Integer place = places.get(target);
        if (place == null) {
            throw new IllegalStateException("no place is called " + target);
        }
        int distance = place - from - 1;
        if (distance < 0 || distance > LONGEST_JUMP) {
            throw new IllegalStateException("the jump to " + target + " is too long: " + distance);
        }
        return (byte) distance;
    }
}
